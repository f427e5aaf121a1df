-- One fact, two values: form against form, form against text, the name of an indicator or the goal's words against its
-- target. What only a pasted passage tells is mention.echo's.
local goal_text = require "goal_text"
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

local any_digit = wordlist(years.digits)

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
local function check_name(report, name, target)
  local value = target and target.value
  if not value or bounds:has(name.text) or bounds:has(target.text) then return end
  local unit = string.match(years.fold(target.text), "^%s*%d[%d.]*%s*([^%s%d%%％.]+)%s*$")
  local named = unit and figure_with(years.fold(name.text), unit)
  if not named or named == value then return end
  report:flag{ evidence = { name, target }, key = "name", named = tostring(named) .. unit,
    target = tell.line(target.text), told = tell.line(name.text),
    zh = "指标名称与指标值不一致：“{told}”所写为{named}，年度指标值为{target}，请核对",
    en = "An indicator's name and its target differ: “{told}” has {named}, the target is {target}" }
end

local function check_names(report)
  for _, part in ipairs(report:forms()) do
    for _, row in ipairs(part:with("name", any_digit)) do check_name(report, row.name, row.target) end
  end
end

-- ------------------------------------------------------------------ a goal in words and its indicator

local function check_goals(report)
  for _, pair in ipairs(goal_text.differing(report)) do
    local row = pair.row
    report:flag{ evidence = { pair.goal, row.target }, key = "goal", level = "notice",
      name = tell.line(row.name.text), told = pair.told, target = tell.line(row.target.text),
      zh = "绩效目标与指标值不一致（{name}）：目标表述为{told}，年度指标值为{target}，请核对",
      en = "A goal and its indicator differ ({name}): the goal has {told}, the target is {target}" }
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
    check_goals(report)
    for _, claims in ipairs(same.slips(report, false)) do flag(report, claims) end
  end,
}
