-- A rate that is not its quotient, a change that is not its difference. Digits cut off instead of rounded are a matter
-- of style and reported only on request: [rule ratio.mismatch] truncated = notice.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

-- Of an execution claim the rate, where one is stated, is a ratio claim too.
local kinds = { "ratio", "growth", "difference" }

local messages = {
  ratio = {
    zh = "{told}与所列数额不符：{formula}，应为{computed}{unit}",
    en = "{told} does not follow from its figures: {formula}; it should be {computed}{unit}",
  },
  growth = {
    zh = "{told}与前后两期数额不符：{formula}，应{word_zh}{amount}{unit}",
    en = "{told} does not follow from the figures of the two periods: {formula}; it should be a {word_en} of "
      .. "{amount}{unit}",
  },
  difference = {
    zh = "{told}与前后两期数额之差不符：{formula}，应为{computed}{unit}",
    en = "{told} is not the difference of the two figures: {formula}; it should be {computed}{unit}",
  },
}

local truncated = {
  zh = "{told}是截去尾数所得，四舍五入应为{computed}{unit}（{formula}）",
  en = "{told} was cut off; rounded it is {computed}{unit} ({formula})",
}

local function slip(claim)
  return claim.formula
end

local function flag(report, claims, message, loudness)
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claims[1])
  local computed = claims[1].computed
  local falls = computed < decimal("0")
  report:flag{ claim = claims[1], evidence = slips.evidence(claims[1]), level = loudness,
    tail_zh = tail_zh, tail_en = tail_en, times_zh = zh, times_en = en,
    told = tell.fact(claims[1].rate or claims[1].change),
    amount = computed:abs(), word_zh = falls and "为下降" or "为增长", word_en = falls and "fall" or "rise",
    zh = message.zh .. "{times_zh}{tail_zh}", en = message.en .. "{times_en}{tail_en}" }
end

local function check_kind(report, kind, params)
  local violated = group.unblocked(report:claims{ kind = kind, verdict = "violated" })
  for _, claims in ipairs(group.by(violated, slip)) do flag(report, claims, messages[kind], "error") end
  if params.truncated == "no" or kind == "difference" then return end
  local cut = group.unblocked(report:claims{ kind = kind, verdict = "truncated" })
  for _, claims in ipairs(group.by(cut, slip)) do flag(report, claims, truncated, params.truncated) end
end

return {
  id = "ratio.mismatch",
  title = { zh = "比率与数额不符", en = "Rate does not follow from its figures" },
  severity = "error",
  maturity = "stable",
  version = "1",
  params = { truncated = "no" }, -- no, notice, warning: what to say of digits cut off
  check = function(report, params)
    local found = false
    for _, kind in ipairs(kinds) do
      if #report:claims{ kind = kind } > 0 then found = true end
      check_kind(report, kind, params)
    end
    if not found then report:applicable(false) end
  end,
}
