-- One fact, two values: form against form, form against text, the name of an indicator against its target. What only a
-- pasted passage tells is mention.echo's.
local same = require "same"
local tell = require "tell"
local years = require "years"

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

-- ------------------------------------------------------------------ an indicator's name and its target

local bounds = wordlist{ "以上", "以内", "以下", "不少于", "不低于", "不超过", "至少", "≥", "≤", ">", "<", "＞", "＜", "左右", "余" }

-- The only figure of a text with this unit right behind it; nil where there is none, or more.
local function figure_with(text, unit)
  local found
  local at = 1
  while true do
    local from, to, digits = string.find(text, "%f[%d.](%d[%d.]*)%s*", at)
    if not from then return found end
    if string.sub(text, to + 1, to + #unit) == unit then
      if found then return nil end
      found = string.find(digits, "^%d+%.?%d*$") and decimal(digits) or nil
    end
    at = to + 1
  end
end

-- 满足36个窗口办事需求 | 36个: what the name counts is what is to be reached.
local function check_names(report)
  for _, row in ipairs(report:indicators{ kind = "indicator" }) do
    local name, target = row.name, row.target
    local words = name and target and target.value and years.fold(name.text) or ""
    local unit = string.find(words, "%d")
      and string.match(years.fold(target.text), "^%s*%d[%d.]*%s*([^%s%d%%％.]+)%s*$")
    if unit and not bounds:has(name.text) and not bounds:has(target.text) then
      local named = figure_with(words, unit)
      if named and named ~= target.value then
        report:flag{ evidence = { name, target }, key = "name", named = tostring(named) .. unit,
          target = tell.line(target.text), told = tell.line(name.text),
          zh = "指标名称与指标值不一致：“{told}”所写为{named}，年度指标值为{target}，请核对",
          en = "An indicator's name and its target differ: “{told}” has {named}, the target is {target}" }
      end
    end
  end
end

return {
  id = "mention.conflict",
  title = { zh = "同一数据前后不一", en = "One fact stated with two values" },
  severity = "warning",
  maturity = "stable",
  version = "2",
  check = function(report)
    check_names(report)
    for _, claims in ipairs(same.slips(report, false)) do flag(report, claims) end
  end,
}
