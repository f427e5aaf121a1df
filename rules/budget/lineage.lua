-- A budget that is not what its parts make it: initial + added − cut + carried in = the year's budget. And a budget
-- that changed in the year while the report says nothing of any addition, cut or carry-over.
local group = require "group"
local money = require "money"
local slips = require "slip"
local tell = require "tell"

local function is_lineage(claim)
  if not claim.total or claim.total.version ~= "adjusted" then return false end
  for _, member in ipairs(claim.members) do
    if member.fact.version == "initial" then return true end
  end
  return false
end

-- A figure that is off carries its error into the total row: of one table all that are off by as much are one slip.
local function slip(claim)
  local tbl = claim.total.table
  return tbl and tbl.number .. ":" .. tostring(claim.difference) or claim.formula
end

local function flag(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  local evidence = slips.evidence(claim)
  for i = 2, #claims do evidence[#evidence + 1] = claims[i] end
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = evidence, tail_zh = tail_zh .. zh, tail_en = tail_en .. en,
    told = tell.fact(claim.total),
    zh = "{told}与年初预算及年中增减之和{computed}{unit}（{formula}）不符，相差{difference}{unit}{tail_zh}",
    en = "{told} is not the initial budget with what was added and cut, {computed}{unit} ({formula}); off by "
      .. "{difference}{unit}{tail_en}" }
end

-- ------------------------------------------------------------------ changed without a word

local movements = wordlist{
  "追加", "调整", "调增", "调减", "调剂", "结转", "追减", "收回", "压减", "核减", "增加预算", "预算增加", "下达",
}

local moved = wordlist{ "预算", "资金", "指标" }

-- Heads and labels of the form itself are no explanation: only sentences count.
local function speaks_of_movements(report)
  for _, version in ipairs{ "supplement", "cut", "carried_in" } do
    if #report:facts{ version = version } > 0 then return true end
  end
  for _, sentence in ipairs(report:sentences{ contains = movements }) do
    if moved:has(sentence.text) then return true end
  end
  return false
end

local wholes = { ["年度资金总额"] = true, ["支出合计"] = true, ["合计"] = true }

-- The funds row: both budgets in one row, the actual not above the initial one (that is budget.overrun's).
local function funds_row(report, tbl, row)
  local function first(version)
    return report:facts{ table = tbl, row = row, version = version }[1]
  end
  local initial = first("initial")
  if not initial or not wholes[initial.measure or ""] then return nil end
  local adjusted, actual = first("adjusted"), first("actual")
  if not (adjusted and actual) then return nil end
  if not (initial.base and adjusted.base and actual.base) or actual.base > initial.base then return nil end
  return initial.base ~= adjusted.base and initial.base > decimal(0) and { initial, adjusted } or nil
end

local function check_change(report, funds)
  for _, indicator in ipairs(funds) do
    local pair = funds_row(report, indicator.table, indicator.row)
    if pair then
      if speaks_of_movements(report) then return end
      local initial, adjusted = pair[1], pair[2]
      local more = adjusted.base > initial.base
      local amount = more and adjusted.base - initial.base or initial.base - adjusted.base
      report:flag{ evidence = pair, roles = { "initial", "adjusted" }, level = "notice", key = "change",
        a = tell.value(initial), b = tell.value(adjusted), more = more and "多" or "少",
        amount = money.text(amount, adjusted.unit, adjusted.value) or tostring(amount),
        zh = "全年预算数{b}比年初预算数{a}{more}{amount}，报告未说明追加、调减或结转情况",
        en = "The budget went from {a} to {b}; nothing says what was added, cut or carried over" }
      return
    end
  end
end

return {
  id = "budget.lineage",
  title = { zh = "预算来源不衔接", en = "Budget does not follow from its additions and cuts" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found, violated = false, {}
    for _, claim in ipairs(report:claims{ kind = "identity" }) do
      if is_lineage(claim) then
        found = true
        if claim.verdict == "violated" and not claim.blocked then violated[#violated + 1] = claim end
      end
    end
    for _, claims in ipairs(group.by(violated, slip)) do flag(report, claims) end
    local funds = report:indicators{ kind = "funds" }
    if #funds > 0 and not report.partial then check_change(report, funds) end
    if not found and #funds == 0 then report:applicable(false) end
  end,
}
