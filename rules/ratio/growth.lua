-- A change that is not the difference of its figures, or a rate of change that is not their quotient. One that is right
-- but for its direction is told by ratio.direction.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

local messages = {
  growth = {
    zh = "{told}与前后两期数额不符：{formula}，应{word_zh}{amount}{unit}{times_zh}{tail_zh}",
    en = "{told} does not follow from the figures of the two periods: {formula}; it should be a {word_en} of "
      .. "{amount}{unit}{times_en}{tail_en}",
  },
  difference = {
    zh = "{told}与前后两期数额之差不符：{formula}，应{word_zh}{amount}{unit}{times_zh}{tail_zh}",
    en = "{told} is not the difference of the two figures: {formula}; it should be a {word_en} of "
      .. "{amount}{unit}{times_en}{tail_en}",
  },
}

local words = {
  growth = { { "为增长", "rise" }, { "为下降", "fall" } },
  difference = { { "为增加", "rise" }, { "为减少", "fall" } },
}

local function formula(claim)
  return claim.formula
end

local function flag(report, kind, claims)
  local claim, message = claims[1], messages[kind]
  local word = words[kind][claim.computed < decimal(0) and 2 or 1]
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = slips.evidence(claim), told = tell.fact(claim.rate or claim.change),
    amount = claim.computed:abs(), word_zh = word[1], word_en = word[2],
    times_zh = zh, times_en = en, tail_zh = tail_zh, tail_en = tail_en, zh = message.zh, en = message.en }
end

return {
  id = "ratio.growth",
  title = { zh = "增减额或增减率与数额不符", en = "Change does not follow from its figures" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not report:has_claims("difference", "growth") then return report:applicable(false) end
    for _, kind in ipairs{ "difference", "growth" } do
      local violated = {}
      for _, claim in ipairs(slips.violated(report, kind)) do
        if not slips.is(claim, "unit") and not slips.is(claim, "sign") then violated[#violated + 1] = claim end
      end
      for _, claims in ipairs(group.by(violated, formula)) do flag(report, kind, claims) end
    end
  end,
}
