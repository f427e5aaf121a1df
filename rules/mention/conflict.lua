-- One fact, two values: form against form, form against text, a passage pasted and edited on one side.
local group = require "group"
local tell = require "tell"

-- The two values make the slip, whichever of their places are compared: three places that say 94.8 against one that
-- says 89.8 are one finding.
local function slip(claim)
  local first, second = claim.first, claim.second
  local a, b = tostring(first.value), tostring(second.value)
  if a > b then a, b = b, a end
  return table.concat({ first.measure or first.label or "", first.version or "", first.year or "", a, b }, "\0")
end

-- Every place of the slip, each once.
local function places(claims)
  local evidence, seen = {}, {}
  for _, claim in ipairs(claims) do
    for _, fact in ipairs{ claim.first, claim.second } do
      local place = fact.line .. ":" .. fact.column
      if not seen[place] then
        seen[place] = true
        evidence[#evidence + 1] = fact
      end
    end
  end
  table.sort(evidence, function(a, b)
    return a.line < b.line or (a.line == b.line and a.column < b.column)
  end)
  return evidence
end

local function flag(report, claims)
  local claim = claims[1]
  local first = claim.first
  report:flag{ claim = claim, evidence = places(claims),
    key = first.measure or first.label,
    name = tell.line(first.label or first.measure or ""), a = tell.fact(first), b = tell.fact(claim.second),
    zh = "同一数据前后不一（{name}）：{first.where}为“{a}”，{second.where}为“{b}”，相差{difference}{unit}",
    en = "One fact, two values ({name}): {first.where} has “{a}”, {second.where} has “{b}”; they differ by "
      .. "{difference}{unit}" }
end

return {
  id = "mention.conflict",
  title = { zh = "同一数据前后不一", en = "One fact stated with two values" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    if #report:claims{ kind = "same" } == 0 then return report:applicable(false) end
    local violated = group.unblocked(report:claims{ kind = "same", verdict = "violated" })
    for _, claims in ipairs(group.by(violated, slip)) do flag(report, claims) end
  end,
}
