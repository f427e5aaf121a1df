-- One fact, two values: form against form, form against text. What only a pasted passage tells is mention.echo's.
local same = require "same"
local tell = require "tell"

local function flag(report, claims)
  local claim = claims[1]
  local first = claim.first
  report:flag{ claim = claim, evidence = same.places(claims),
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
  version = "2",
  check = function(report)
    if #report:claims{ kind = "same" } == 0 then return report:applicable(false) end
    for _, claims in ipairs(same.slips(report, false)) do flag(report, claims) end
  end,
}
