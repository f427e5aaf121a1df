-- A change in the wrong direction: 减少 where the figures grew, 决算数大于预算数 where they did not, 持平 where they
-- differ.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

local function formula(claim)
  return claim.formula
end

local function flag_change(report, claims)
  local claim = claims[1]
  local up = claim.computed > decimal(0)
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, evidence = slips.evidence(claim), told = tell.fact(claim.rate or claim.change),
    amount = claim.computed:abs(), word_zh = up and "增加" or "减少", word_en = up and "rise" or "fall",
    times_zh = zh, times_en = en,
    zh = "{told}的方向与数额相反：{formula}，实为{word_zh}{amount}{unit}{times_zh}",
    en = "{told} goes the wrong way: {formula}; the figures {word_en} by {amount}{unit}{times_en}" }
end

local function flag_words(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, evidence = { claim, claim.words }, roles = { "later", "earlier", "words" },
    level = "warning",
    said = claim.words.text, a = tell.fact(claim.later), b = tell.fact(claim.earlier), times_zh = zh, times_en = en,
    zh = "文中称“{said}”，但{a}，{b}（{formula}），与数额不符{times_zh}",
    en = "The text says “{said}”, but {a} and {b} ({formula}) say otherwise{times_en}" }
end

return {
  id = "ratio.direction",
  title = { zh = "增减方向与数额相反", en = "Change in the wrong direction" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not report:has_claims("direction", "difference", "growth") then return report:applicable(false) end
    local changes = {}
    for _, kind in ipairs{ "difference", "growth" } do
      for _, claim in ipairs(slips.violated(report, kind)) do
        if slips.is(claim, "sign") then changes[#changes + 1] = claim end
      end
    end
    for _, claims in ipairs(group.by(changes, formula)) do flag_change(report, claims) end
    for _, claims in ipairs(group.by(slips.violated(report, "direction"), formula)) do flag_words(report, claims) end
  end,
}
