-- A rate that is not its quotient. Digits cut off instead of rounded are a matter of style and reported only on
-- request: [rule ratio.mismatch] truncated = notice. A rate of another base is told by ratio.base, a figure in the
-- wrong unit by unit.scale, changes by ratio.growth, staff by count.staff.
local group = require "group"
local slips = require "slip"
local staff = require "staff"
local tell = require "tell"

local wrong = {
  zh = "{told}与所列数额不符：{formula}，应为{computed}{unit}{times_zh}{tail_zh}",
  en = "{told} does not follow from its figures: {formula}; it should be {computed}{unit}{times_en}{tail_en}",
}

local truncated = {
  zh = "{told}是截去尾数所得，四舍五入应为{computed}{unit}（{formula}）{times_zh}",
  en = "{told} was cut off; rounded it is {computed}{unit} ({formula}){times_en}",
}

local function formula(claim)
  return claim.formula
end

local function flag(report, claims, message, level)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = slips.evidence(claim), level = level, told = tell.fact(claim.rate),
    times_zh = zh, times_en = en, tail_zh = tail_zh, tail_en = tail_en, zh = message.zh, en = message.en }
end

return {
  id = "ratio.mismatch",
  title = { zh = "比率与数额不符", en = "Rate does not follow from its figures" },
  severity = "error",
  maturity = "stable",
  version = "2",
  params = { truncated = "no" }, -- no, notice, warning: what to say of digits cut off
  check = function(report, params)
    local each = slips.violated(report, "each")
    if not report:has_claims("ratio", "each") then return report:applicable(false) end
    local violated = {}
    for _, claim in ipairs(slips.violated(report, "ratio")) do
      local other = slips.is(claim, "unit") or slips.is(claim, "base") or staff.is(claim)
      if not other then violated[#violated + 1] = claim end
    end
    for _, claim in ipairs(each) do violated[#violated + 1] = claim end
    for _, claims in ipairs(group.by(violated, formula)) do flag(report, claims, wrong, "error") end
    if params.truncated == "no" then return end
    local cut = report:claims{ kind = "ratio", verdict = "truncated", blocked = false }
    for _, claims in ipairs(group.by(cut, formula)) do flag(report, claims, truncated, params.truncated) end
  end,
}
