-- A target that the self-evaluation states otherwise than the goal form did: what was to be reached is fixed at the
-- start of the year. The same indicator is told by its name; a target that was put into other words is left alone.
local group = require "group"
local scored = require "scored"
local tell = require "tell"
local years = require "years"

local LISTED = 6 -- indicators told in the message; the rest are counted
local NAME_LEAST = 6 -- bytes of a name, two characters

local marks = wordlist{ "　", "“", "”", "‘", "’", "（", "）", "、", "，", "。", "；", "：" }

local function is_name(cell)
  return #string.gsub(marks:remove(cell.text), "[%s%p]", "") >= NAME_LEAST
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

-- A goal form and a self-evaluation of the same thing: the whole department, or the project both name.
local function of_one_thing(goal, evaluation)
  local a, b = goal.caption or "", evaluation.caption or ""
  return (string.find(a, "项目支出", 1, true) ~= nil) == (string.find(b, "项目支出", 1, true) ~= nil)
end

local function table_of(row)
  return row.table.number
end

-- Rows of one name that have a target, the goal forms' and the self-evaluations'; a name that a form has twice is no
-- name.
local function by_form(rows)
  local found = { goal = {}, evaluation = {} }
  local set = {}
  for _, row in ipairs(rows) do
    if not scored.is_blank(row.target) then set[#set + 1] = row end
  end
  for _, same in ipairs(group.by(set, table_of)) do
    local list = #same == 1 and found[same[1].table.form]
    if list then list[#list + 1] = same[1] end
  end
  return found.goal, found.evaluation
end

local function have_one_target(rows)
  local text
  for _, row in ipairs(rows) do
    local target = row.target and row.target.text
    if target ~= (text or target) then return false end
    text = target
  end
  return true
end

-- Adds the targets of one name that differ.
local function compare(rows, changed)
  if have_one_target(rows) then return end
  local goals, evaluations = by_form(rows)
  for _, before in ipairs(goals) do
    for _, row in ipairs(evaluations) do
      local goal, evaluation = before.table, row.table
      if differs(before.target, row.target) and is_name(row.name) and of_one_thing(goal, evaluation) then
        changed[#changed + 1] = { before = before, row = row,
          place = goal.number << 48 | evaluation.number << 24 | row.row, forms = goal.number << 24 | evaluation.number }
      end
    end
  end
end

local function is_earlier(a, b)
  return a.place < b.place
end

local function forms_of(pair)
  return pair.forms
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
    local kinds, changed = {}, {}
    for _, form in ipairs(report:forms()) do kinds[form.table.form or ""] = true end
    if not (kinds.goal and kinds.evaluation) then return report:applicable(false) end
    for _, rows in ipairs(report:alike("name")) do compare(rows, changed) end
    table.sort(changed, is_earlier)
    for _, of_two_forms in ipairs(group.by(changed, forms_of)) do flag(report, of_two_forms) end
  end,
}
