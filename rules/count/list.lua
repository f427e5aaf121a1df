-- A count that is not the number of things listed after it: 内设股室5个：a、b、c、d.
local group = require "group"
local tell = require "tell"

local function formula(claim)
  return tell.line(claim.count.quote)
end

local function flag(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, evidence = { claim, claim.words }, roles = { "count", "words" },
    told = tell.line(claim.count.quote), times_zh = zh, times_en = en,
    zh = "“{told}”，其后实际列出{computed}{unit}，相差{difference}{unit}{times_zh}",
    en = "“{told}”, but {computed} are listed after it{times_en}" }
end

return {
  id = "count.list",
  title = { zh = "所列项数与所称个数不符", en = "Number of listed things differs from the count" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not report:has_claims("count") then return report:applicable(false) end
    local violated = report:claims{ kind = "count", verdict = "violated", blocked = false }
    for _, claims in ipairs(group.by(violated, formula)) do flag(report, claims) end
  end,
}
