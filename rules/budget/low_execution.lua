-- Spending far below the budget with no word on why. Only the whole (a form's funds, total, basic and project
-- spending): a department that spends less on receptions than it might has saved. A rate that the report scored down,
-- and one it explains, is known to it already.
local midyear = require "midyear"
local money = require "money"
local tell = require "tell"

local wholes = { ["支出合计"] = true, ["本年支出合计"] = true, ["年度资金总额"] = true, ["基本支出"] = true, ["项目支出"] = true,
  ["年度预算金额"] = true, ["财政拨款支出"] = true }

local zero, hundred = decimal(0), decimal(100)

local bases = {
  adjusted = { rank = 1, zh = "全年预算" }, budget = { rank = 2, zh = "预算" }, initial = { rank = 3, zh = "年初预算" },
}

local SURE = 60 -- below, the columns of a table are a guess, and next to nothing spent more likely a rate

-- Words of a sentence that says why money was left, or that it was.
local topics = wordlist{
  "执行率", "未执行", "未支出", "未完成支付", "结转", "结余", "支出进度", "执行进度", "未使用", "小于预算", "低于预算", "剩余资金",
  "小于年初预算", "低于年初预算", "未支付", "预算执行缓慢", "资金支付", "节约",
}

local function reason(report)
  for _, sentence in ipairs(report:sentences{ contains = topics }) do
    if report:words("explanation", sentence.text) then return sentence end
  end
end

-- What the form's own column says of the funds row, or a sentence.
local function is_explained(report)
  if reason(report) then return true end
  for _, row in ipairs(report:indicators{ kind = "funds" }) do
    if row.reason and string.find(row.reason.text, "%S") then return true end
  end
  return false
end

local function is_low(claim, limit)
  local actual, base = claim.actual, claim.base
  if not (wholes[actual.measure or ""] and bases[base.version]) or actual.prior then return false end
  if actual.confidence < SURE or base.confidence < SURE then return false end
  local spent, planned = actual.base, base.base
  if not (spent and planned) or planned <= zero or spent < zero then return false end
  return (spent * hundred):div(planned, 2) < limit -- as the message tells it
end

local ANY = decimal(1000000) -- percent: every claim that can be compared is below

local function below(claims, limit)
  local low = {}
  for _, claim in ipairs(claims) do
    if is_low(claim, limit) then low[#low + 1] = claim end
  end
  return low
end

-- The budget as it was in the end leads: below the initial one may mean that it was cut.
local function leads(a, b)
  local x, y = bases[a.base.version].rank, bases[b.base.version].rank
  if x ~= y then return x < y end
  return a.base.base > b.base.base
end

-- Rates that the report itself works out against the budget as it was in the end, by the place of what was spent.
local function rates_of(report)
  local rates = {}
  for _, claim in ipairs(report:claims{ kind = "ratio" }) do
    local part, base, rate = claim.part, claim.base, claim.rate
    if part and rate and base and base.version == "adjusted" then rates[tell.place(part)] = rate.value end
  end
  return rates
end

-- Without those against the initial budget of what is high enough against the last one.
local function against_last(claims, rates, limit)
  local kept = {}
  for _, claim in ipairs(claims) do
    local rate = claim.base.version == "initial" and rates[tell.place(claim.actual)]
    if not rate or rate < limit then kept[#kept + 1] = claim end
  end
  return kept
end

-- Of one thing the claim against its last budget.
local function by_thing(claims)
  local found, order = {}, {}
  for _, claim in ipairs(claims) do
    local actual = claim.actual
    local key = table.concat({ actual.measure or "", actual.holder or "", actual.year or "" }, "\0")
    if not found[key] then order[#order + 1] = key end
    if not found[key] or leads(claim, found[key]) then found[key] = claim end
  end
  local kept = {}
  for i, key in ipairs(order) do kept[i] = found[key] end
  return kept
end

local function told(claim)
  local actual, base = claim.actual, claim.base
  return tell.line(actual.label or actual.measure) .. "执行数" .. tell.value(actual) .. "，为" .. bases[base.version].zh
    .. tell.value(base) .. "的" .. money.percent(actual.base, base.base)
end

local function flag(report, claims, params)
  local zh, evidence, roles = {}, {}, {}
  for i, claim in ipairs(claims) do
    zh[i] = told(claim)
    evidence[#evidence + 1], roles[#roles + 1] = claim.actual, "actual"
    evidence[#evidence + 1], roles[#roles + 1] = claim.base, "base"
  end
  local lead = claims[1]
  report:flag{ claim = lead, evidence = evidence, roles = roles, key = lead.actual.measure, limit = params.limit,
    list = table.concat(zh, "；"), name = tell.line(lead.actual.label or lead.actual.measure),
    percent = money.percent(lead.actual.base, lead.base.base), spent = tell.value(lead.actual),
    planned = tell.value(lead.base),
    zh = "预算执行率偏低：{list}；低于{limit}%，报告未说明原因",
    en = "Low execution: {name} {spent}, {percent} of the budget of {planned}; below {limit}% with no reason given" }
end

return {
  id = "budget.low_execution",
  title = { zh = "预算执行率偏低", en = "Spending far below budget" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  params = { limit = "80" }, -- percent of the budget; some bureaus ask for a reason below 90
  check = function(report, params)
    if not report:has_claims("execution") or midyear.is(report) then return report:applicable(false) end
    local claims, limit = report:claims{ kind = "execution", blocked = false }, decimal(params.limit)
    if #below(claims, limit) == 0 then return end
    local low = against_last(below(by_thing(below(claims, ANY)), limit), rates_of(report), limit)
    if #low == 0 or report.partial or is_explained(report) then return end
    table.sort(low, leads)
    flag(report, low, params)
  end,
}
