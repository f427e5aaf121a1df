-- A rate of another base than the one that is named, and a rate of nothing: 年初预算为0 has no percentage.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

local function formula(claim)
  return claim.formula
end

local function flag_other(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, evidence = { claim, claim.hypothesis.other }, level = "error",
    told = tell.fact(claim.rate), named = tell.fact(claim.base), other = tell.fact(claim.hypothesis.other),
    times_zh = zh, times_en = en,
    zh = "{told}不是所称基数（{named}）的比率：{formula}；按{other}计算则相符，请核对基数{times_zh}",
    en = "{told} is not a rate of the base that is named ({named}): {formula}; of {other} it is{times_en}" }
end

-- Spending of a budget of nothing, or growth from nothing.
local function is_of_nothing(claim)
  local zero = decimal(0)
  local base, part = claim.base or claim.earlier, claim.part or claim.later or claim.change
  return base and part and claim.rate and base.value == zero and part.value ~= zero and claim.rate.value ~= zero
end

local function flag_zero(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, level = "warning", told = tell.fact(claim.rate),
    part = tell.fact(claim.part or claim.later or claim.change), named = tell.fact(claim.base or claim.earlier),
    times_zh = zh, times_en = en,
    zh = "{named}，{part}，基数为零，{told}无从计算{times_zh}",
    en = "{named}, {part}: the base is zero, and {told} cannot be worked out{times_en}" }
end

return {
  id = "ratio.base",
  title = { zh = "比率的基数不对", en = "Rate of another base, or of none" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not report:has_claims("ratio", "growth") then return report:applicable(false) end
    local other, nothing = {}, {}
    for _, claim in ipairs(slips.violated(report, "ratio")) do
      if slips.is(claim, "base") then other[#other + 1] = claim end
    end
    for _, kind in ipairs{ "ratio", "growth" } do
      for _, claim in ipairs(report:claims{ kind = kind, verdict = "unknown" }) do
        if is_of_nothing(claim) then nothing[#nothing + 1] = claim end
      end
    end
    for _, claims in ipairs(group.by(other, formula)) do flag_other(report, claims) end
    if #nothing > 0 then flag_zero(report, nothing) end
  end,
}
