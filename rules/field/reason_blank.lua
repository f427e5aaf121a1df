-- A form that asks why a target was missed, scores nothing, and has a missed target with nothing in that column. Where
-- points are given, score.deduction_unexplained tells it.
local midyear = require "midyear"
local scored = require "scored"
local tell = require "tell"

local function asks_why(form)
  if not form.reason then return false end
  for _, row in ipairs(form.all) do
    if row.score or row.weight then return false end
  end
  return true
end

local function told(row)
  local target, achieved = tell.line(row.target.text), tell.line(row.achieved.text)
  return "（指标值" .. target .. "，实际完成值" .. achieved .. "）", " (target " .. target .. ", achieved " .. achieved .. ")"
end

local function check_form(report, form)
  local silent = {}
  for _, row in ipairs(form:blank("reason")) do
    if row.reason and scored.is_blank(row.reason) and scored.reached(row) == false then silent[#silent + 1] = row end
  end
  if #silent == 0 then return end
  local zh, en = scored.list(silent, told)
  report:flag{ evidence = silent, count = #silent, list_zh = zh, list_en = en, key = "reason",
    zh = "{count}项指标未完成，但未完成原因一栏未填写：{list_zh}",
    en = "{count} targets were missed and the form's column for the reason is blank: {list_en}" }
end

return {
  id = "field.reason_blank",
  title = { zh = "未完成原因未填写", en = "No reason for a missed target" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "自评表设“未完成原因和改进措施”栏，未完成的指标应在该栏说明",
  check = function(report)
    local forms = report:forms()
    local none = #forms == 0 and #report:indicators{ kind = "indicator" } == 0
    if none or midyear.is(report) then return report:applicable(false) end
    for _, form in ipairs(forms) do
      if asks_why(form) then check_form(report, form) end
    end
  end,
}
