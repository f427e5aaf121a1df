-- A figure in the wrong unit: read in another one (万元 for 亿元 or 元) the sum or rate that does not hold holds, or the
-- other place that gives the same figure agrees; or the same five digits stand in 万元 here and in 亿元 there.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

local kinds = { "sum", "ratio", "difference", "growth", "identity" }

local function formula(claim)
  return claim.formula
end

local function flag(report, claims)
  local claim = claims[1]
  local h = claim.hypothesis
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = slips.evidence(claim), told = tell.fact(h.member.fact),
    printed = h.member.fact.unit, unit_right = h.unit, times_zh = zh, times_en = en,
    tail_zh = tail_zh, tail_en = tail_en,
    zh = "{told}的单位“{printed}”疑为“{unit_right}”：{formula}，相差{difference}{unit}{times_zh}{tail_zh}",
    en = "{told}: the unit {printed} may be {unit_right}: {formula}, off by {difference}{unit}{times_en}{tail_en}" }
end

-- Two places with the same digits in different units.
local function same_digits(claim)
  for _, h in ipairs(claim.hypotheses) do
    if h.kind == "unit" then return true end
  end
  return false
end

local function flag_pair(report, claim)
  report:flag{ claim = claim, a = tell.fact(claim.first), b = tell.fact(claim.second),
    zh = "同一数据两处数字相同而单位不同：{first.where}为“{a}”，{second.where}为“{b}”，请核对单位",
    en = "One fact with the same digits in two units: {first.where} has “{a}”, {second.where} has “{b}”" }
end

-- ------------------------------------------------------------------ the same digits in two units

local DIGITS = 5 -- of so many a figure is not met again by chance

-- A figure with enough of them.
local function digits_of(fact)
  local unit = fact.unit
  if unit ~= "万元" and unit ~= "亿元" then return nil end
  local value = tostring(fact.value)
  local point = string.find(value, ".", 1, true) and 1 or 0
  local minus = string.find(value, "-", 1, true) and 1 or 0
  return #value - point - minus >= DIGITS and value or nil
end

-- 4,806.80亿元 in one sentence and 4,806.80万元 in another: nobody has the same digits in both.
local function flag_digits(report)
  local first = {}
  if #report:facts{ unit = "亿元", in_table = false } == 0 then return end
  for _, fact in ipairs(report:facts{ dimension = "money", in_table = false }) do
    local digits = digits_of(fact)
    local other = digits and first[digits]
    if digits and not other then
      first[digits] = fact
    elseif other and other.unit ~= fact.unit then
      report:flag{ evidence = { other, fact }, key = digits, level = "warning", a = tell.fact(other),
        b = tell.fact(fact),
        zh = "两处数字相同而单位不同：{a}，{b}，请核对单位",
        en = "The same digits in two units: “{a}” and “{b}”" }
    end
  end
end

return {
  id = "unit.scale",
  title = { zh = "数量级或单位有误", en = "Figure in the wrong unit" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    local wrong = {}
    for _, kind in ipairs(kinds) do
      for _, claim in ipairs(slips.violated(report, kind)) do
        if slips.is(claim, "unit") then wrong[#wrong + 1] = claim end
      end
    end
    for _, claims in ipairs(group.by(wrong, formula)) do flag(report, claims) end
    for _, claim in ipairs(slips.violated(report, "same")) do
      if same_digits(claim) then flag_pair(report, claim) end
    end
    flag_digits(report)
  end,
}
