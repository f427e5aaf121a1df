-- A target that the self-evaluation states otherwise than the goal form did: what was to be reached is fixed at the
-- start of the year. The same indicator is told by its name; a target that was put into other words is left alone.
local scored = require "scored"
local tell = require "tell"
local years = require "years"

local LISTED = 6 -- indicators told in the message; the rest are counted

local marks = wordlist{ "　", "“", "”", "‘", "’", "（", "）", "、", "，", "。", "；", "：" }

local function key_of(cell)
  return cell and (string.gsub(marks:remove(cell.text), "[%s%p]", "")) or ""
end

-- Rows that have a target, with the keys of their names.
local function keyed(rows)
  local list = {}
  for _, row in ipairs(rows) do
    local key = key_of(row.name)
    if #key >= 6 and not scored.is_blank(row.target) then list[#list + 1] = { key = key, row = row } end
  end
  return list
end

-- Numbers of a text in order, and the text without them.
local function figures_of(text)
  text = years.fold(text)
  local figures = {}
  for figure in string.gmatch(text, "%d[%d.]*") do figures[#figures + 1] = figure end
  return figures, (string.gsub(string.gsub(text, "%d[%d.]*", "#"), "%s", ""))
end

local function unit_of(cell)
  return (string.gsub(cell.unit or "", "％", "%%"))
end

-- 95万 beside 95万元 is the same.
local function same_units(a, b)
  local x, y = unit_of(a), unit_of(b)
  return string.sub(x, 1, #y) == y or string.sub(y, 1, #x) == x
end

-- true where both state figures and one differs.
local function differs(a, b)
  if a.value and b.value then return same_units(a, b) and a.value ~= b.value end
  local x, words_x = figures_of(a.text)
  local y, words_y = figures_of(b.text)
  if words_x ~= words_y or #x ~= #y then return false end
  for i = 1, #x do
    if x[i] ~= y[i] then return true end
  end
  return false
end

-- Rows by name; a name that a form has twice is no name.
local function by_name(items)
  local found, twice = {}, {}
  for _, item in ipairs(items) do
    twice[item.key] = twice[item.key] or found[item.key] ~= nil
    found[item.key] = found[item.key] or item.row
  end
  for key, again in pairs(twice) do
    if again then found[key] = nil end
  end
  return found
end

-- A goal form and a self-evaluation of the same thing: the whole department, or the project both name.
local function of_one_thing(goal, evaluation)
  local a, b = goal.caption or "", evaluation.caption or ""
  return (string.find(a, "项目支出", 1, true) ~= nil) == (string.find(b, "项目支出", 1, true) ~= nil)
end

local function changed_rows(goal, evaluation)
  local changed = {}
  for _, item in ipairs(evaluation.items) do
    local before = evaluation.named[item.key] and goal.named[item.key]
    if before and differs(before.target, item.row.target) then
      changed[#changed + 1] = { before = before, row = item.row }
    end
  end
  return changed
end

local function flag(report, changed)
  local zh, en, evidence = {}, {}, {}
  for i, pair in ipairs(changed) do
    local a, b = tell.line(pair.before.target.text), tell.line(pair.row.target.text)
    if i <= LISTED then
      zh[i] = scored.name(pair.row) .. "由" .. a .. "改为" .. b
      en[i] = scored.name(pair.row) .. " from " .. a .. " to " .. b
    end
    evidence[#evidence + 1] = pair.before.target
    evidence[#evidence + 1] = pair.row.target
  end
  local more = #changed > LISTED
  report:flag{ evidence = evidence, key = "targets",
    list_zh = table.concat(zh, "；") .. (more and "；等共" .. #changed .. "项" or ""),
    list_en = table.concat(en, "; ") .. (more and "; " .. #changed .. " in all" or ""),
    from = changed[1].before.target.where, to = changed[1].row.target.where,
    zh = "自评表的年度指标值与绩效目标表不一致：{list_zh}（{from}与{to}），请以批复的绩效目标为准",
    en = "Targets in the self-evaluation differ from the goal form: {list_en} ({from} and {to})" }
end

return {
  id = "mention.target_changed",
  title = { zh = "指标值与绩效目标表不一致", en = "Target differs from the goal form" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local goals, evaluations = {}, {}
    for _, rows in ipairs(report:indicators{ kind = "indicator", by_form = true }) do
      local form = rows[1].table.form
      if form == "goal" then goals[#goals + 1] = rows end
      if form == "evaluation" then evaluations[#evaluations + 1] = rows end
    end
    if #goals == 0 or #evaluations == 0 then return report:applicable(false) end
    for i, rows in ipairs(goals) do goals[i] = { table = rows[1].table, named = by_name(keyed(rows)) } end
    for i, rows in ipairs(evaluations) do
      local items = keyed(rows)
      evaluations[i] = { table = rows[1].table, items = items, named = by_name(items) }
    end
    for _, goal in ipairs(goals) do
      for _, evaluation in ipairs(evaluations) do
        local changed = of_one_thing(goal.table, evaluation.table) and changed_rows(goal, evaluation) or {}
        if #changed > 0 then flag(report, changed) end
      end
    end
  end,
}
