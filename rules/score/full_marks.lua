-- Full marks in spite of what the report itself says: an indicator that missed its target, spending above the budget
-- or far below it. Of a form all rows are one finding.
local explain = require "explain"
local money = require "money"
local scored = require "scored"
local tell = require "tell"

-- ------------------------------------------------------------------ rows

-- What was achieved in the words of the target was reached.
local function is_missed(row)
  local target, achieved = row.target, row.achieved
  return target and achieved and target.text ~= achieved.text and scored.reached(row) == false
end

local function is_unearned(row)
  local marks = row.marks
  return (marks == "full" or marks == "over") and is_missed(row) and row.weight_figure.value > decimal(0)
end

local function told(row)
  local target, achieved = tell.line(row.target.text), tell.line(row.achieved.text)
  local points = tostring(row.score_figure.value)
  return "（指标值" .. target .. "，实际完成值" .. achieved .. "，仍得满分" .. points .. "分）",
    " (target " .. target .. ", achieved " .. achieved .. ", full " .. points .. ")"
end

local function check_rows(report, rows)
  local found = {}
  for _, row in ipairs(rows) do
    if is_unearned(row) then found[#found + 1] = row end
  end
  if #found == 0 then return end
  local zh, en = scored.list(found, told)
  report:flag{ evidence = found, list_zh = zh, list_en = en, key = "rows",
    zh = "指标未完成却得满分：{list_zh}，请核实得分",
    en = "Full marks although the target was missed: {list_en}" }
end

-- ------------------------------------------------------------------ the whole report

local totals = { ["支出合计"] = true, ["本年支出合计"] = true, ["年度资金总额"] = true, ["基本支出"] = true, ["项目支出"] = true,
  ["财政拨款支出"] = true, ["一般公共预算财政拨款支出"] = true, ["年度预算金额"] = true }

local budgets = { initial = "年初预算", adjusted = "全年预算", budget = "预算" }

-- The whole's own score, as a fact: the form's total row or what the text says.
local function full_score(report, near)
  for _, row in ipairs(report:indicators{ kind = "total" }) do
    local weight, score = scored.points(row)
    if score and weight == decimal(100) and score >= near then return row.score_figure end
  end
  for _, fact in ipairs(report:facts{ version = "score", dimension = "score", prior = false, in_table = false }) do
    if fact.value >= near and fact.value <= decimal(100) then return fact end
  end
end

local function is_whole(claim)
  local actual, base = claim.actual, claim.base
  return totals[actual.measure or ""] and budgets[base.version] and actual.base and base.base and not actual.prior
    and base.base > decimal(0)
end

-- Of the largest budget: an overrun that nobody explains, or spending far below the budget as it was in the end.
local function contradiction(report, params)
  local over, low = decimal(params.overrun), decimal(params.execution)
  local worst
  for _, claim in ipairs(report:claims{ kind = "execution", blocked = false }) do
    if is_whole(claim) and (not worst or claim.base.base > worst.base.base) then
      local actual, base = claim.actual, claim.base
      local percent, adjusted = (actual.base * decimal(100)):div(base.base, 2), base.version == "adjusted"
      local is_over = percent > over and (adjusted or not explain.of(report, actual))
      if is_over or (percent < low and adjusted) then worst = claim end
    end
  end
  return worst
end

local function check_whole(report, params)
  local score = full_score(report, decimal(params.near))
  local claim = score and contradiction(report, params)
  if not claim then return end
  local actual, base = claim.actual, claim.base
  report:flag{ claim = claim, evidence = { score, actual, base }, roles = { "score", "actual", "base" }, key = "whole",
    score = tostring(score.value), what = tell.line(actual.label or actual.measure),
    spent = tostring(actual.value) .. (actual.unit or ""), planned = tostring(base.value) .. (base.unit or ""),
    budget = budgets[base.version], percent = money.percent(actual.base, base.base),
    zh = "自评得{score}分，但{what}执行数{spent}为{budget}{planned}的{percent}，得分与预算执行情况不相称，请核实",
    en = "The report gives itself {score}, but {what} is {spent}, {percent} of the budget of {planned}" }
end

return {
  id = "score.full_marks",
  title = { zh = "满分与实际完成情况不符", en = "Full marks in spite of a shortfall" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  params = {
    near = "100", -- points of the whole from which it counts as full
    overrun = "120", -- percent of a budget: more, unexplained, contradicts full marks
    execution = "80", -- percent of the full-year budget: less contradicts full marks
  },
  check = function(report, params)
    for _, rows in ipairs(report:indicators{ kind = "indicator", by_form = true }) do check_rows(report, rows) end
    check_whole(report, params)
  end,
}
