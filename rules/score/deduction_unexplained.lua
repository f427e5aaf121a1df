-- Points taken off and nothing in the column that asks why; points taken off although the target was reached. All of
-- one form is one finding. The funds' score follows from the rate of execution and needs no reason.
local scored = require "scored"
local tell = require "tell"

-- Whether the form has the column at all: a converter may have lost the blank cell of one row, not of all.
local function asks_why(rows)
  for _, row in ipairs(rows) do
    if row.reason then return true end
  end
  return false
end

local function told(row)
  local weight, score = scored.points(row)
  local zh = "（分值" .. tostring(weight) .. "分，得" .. tostring(score) .. "分"
  local en = " (" .. tostring(score) .. " of " .. tostring(weight)
  if scored.reached(row) then
    local values = tell.line(row.target.text) .. "、实际完成值" .. tell.line(row.achieved.text)
    zh = zh .. "；指标值" .. values .. "，已达到指标值仍扣分"
    en = en .. "; the target " .. tell.line(row.target.text) .. " was reached with " .. tell.line(row.achieved.text)
  end
  return zh .. "）", en .. ")"
end

-- Prose that says what points were taken off for.
local function prose_on_it(report)
  for _, sentence in ipairs(report:sentences{ contains = { "扣", "分" } }) do
    if not sentence.cell then return sentence end
  end
end

local function flag(report, rows, explained)
  local zh, en = scored.list(rows, told)
  local evidence = {}
  for i, row in ipairs(rows) do evidence[i] = row end
  if explained then evidence[#evidence + 1] = explained end
  report:flag{ evidence = evidence, count = #rows, list_zh = zh, list_en = en, key = "deduction",
    level = explained and "notice" or "warning",
    also_zh = explained and "；正文另有扣分说明，请填入表内" or "，请补充说明扣分理由",
    also_en = explained and "; the text says something of it" or "",
    zh = "自评表有{count}项指标扣分，但“偏差原因分析”栏未填写：{list_zh}{also_zh}",
    en = "Points were taken off {count} indicators with no reason given in the form: {list_en}{also_en}" }
end

local function flag_reached(report, rows)
  local zh, en = scored.list(rows, told)
  report:flag{ evidence = rows, list_zh = zh, list_en = en, key = "reached", level = "notice",
    zh = "指标值已完成却扣分，请说明理由：{list_zh}",
    en = "Points were taken off although the target was reached: {list_en}" }
end

local function check_form(report, rows)
  local silent, reached, asked = {}, {}, asks_why(rows)
  for _, row in ipairs(rows) do
    if row.marks == "some" then
      if asked and scored.is_blank(row.reason) then
        silent[#silent + 1] = row
      elseif not asked and scored.reached(row) then
        reached[#reached + 1] = row
      end
    end
  end
  if #silent > 0 then flag(report, silent, prose_on_it(report)) end
  if #reached > 0 then flag_reached(report, reached) end
end

return {
  id = "score.deduction_unexplained",
  title = { zh = "扣分未说明原因", en = "Points taken off without a reason" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "自评表设“偏差原因分析及改进措施”栏，扣分指标应在该栏说明",
  check = function(report)
    local forms = report:indicators{ kind = "indicator", by_form = true }
    if #forms == 0 then return report:applicable(false) end
    for _, rows in ipairs(forms) do check_form(report, rows) end
  end,
}
