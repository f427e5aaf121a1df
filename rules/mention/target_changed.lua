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

-- The figure that the cell is, with its unit.
local function figure_of(cell)
  local value = cell.value
  return value, value and string.gsub(cell.unit or "", "％", "%%")
end

-- 95万 beside 95万元 is the same.
local function same_units(x, y)
  return string.sub(x, 1, #y) == y or string.sub(y, 1, #x) == x
end

-- true where both state figures and one differs.
local function differs(a, b)
  if a.text == b.text then return false end
  local figure_a, unit_a = figure_of(a)
  local figure_b, unit_b = figure_of(b)
  if figure_a and figure_b then return same_units(unit_a, unit_b) and figure_a ~= figure_b end
  local x, words_x = figures_of(a.text)
  local y, words_y = figures_of(b.text)
  if words_x ~= words_y or #x ~= #y then return false end
  for i = 1, #x do
    if x[i] ~= y[i] then return true end
  end
  return false
end

-- ------------------------------------------------------------------ forms of one thing

-- The whole department's forms and the projects' are never of one thing.
local function kind_of(tbl)
  return string.find(tbl.caption or "", "项目支出", 1, true) and "projects" or "whole"
end

local function project_of(tbl)
  return tbl.project
end

local function add_pair(pairs_of, goal, evaluation, sure)
  if goal.project and evaluation.project and goal.project ~= evaluation.project then return end
  local of_goal = pairs_of[goal.number] or {}
  pairs_of[goal.number] = of_goal
  of_goal[#of_goal + 1] = { goal = goal, evaluation = evaluation, sure = sure, agree = 0, changed = {} }
end

-- Forms that no name tells apart follow each other as their projects do; one alone is compared with each. Whether they
-- are of one thing their targets say, which then agree for the most part; where there are but two forms they need not.
local function pair_in_order(tables, pairs_of)
  local goals, evaluations = {}, {}
  for _, tbl in ipairs(tables) do
    local list = tbl.form == "goal" and goals or evaluations
    list[#list + 1] = tbl
  end
  local alone = #goals == 1 or #evaluations == 1
  if not alone and #goals ~= #evaluations then return end
  for i = 1, math.max(#goals, #evaluations) do
    local goal, evaluation = goals[i] or goals[1], evaluations[i] or evaluations[1]
    if goal and evaluation then add_pair(pairs_of, goal, evaluation, #tables == 2) end
  end
end

-- The pairs of forms to compare: of each goal form, by its table's number.
local function pair_up(tables)
  local pairs_of = {}
  for _, of_kind in ipairs(group.by(tables, kind_of)) do
    local named = group.by(of_kind, project_of)
    local n = 0
    for _, same in ipairs(named) do n = n + #same end
    for _, same in ipairs(n == #of_kind and named or { of_kind }) do pair_in_order(same, pairs_of) end
  end
  return pairs_of
end

-- ------------------------------------------------------------------ targets of one name

local function table_of(row)
  return row.table.number
end

-- Rows of one name that have a target: the goal forms', and the self-evaluations' by the number of their table; a name
-- that a form has twice is no name.
local function by_form(rows)
  local goals, evaluations = {}, {}
  local set = {}
  for _, row in ipairs(rows) do
    if not scored.is_blank(row.target) then set[#set + 1] = row end
  end
  for _, same in ipairs(group.by(set, table_of)) do
    local row = same[1]
    local form = #same == 1 and row.table.form
    if form == "goal" then
      goals[#goals + 1] = row
    elseif form == "evaluation" then
      evaluations[row.table.number] = row
    end
  end
  return goals, evaluations
end

-- Adds to their forms' pair the targets of one name that differ, or that they agree.
local function compare(rows, pairs_of)
  local goals, evaluations = by_form(rows)
  for _, before in ipairs(goals) do
    for _, pair in ipairs(pairs_of[before.table.number] or {}) do
      local row = evaluations[pair.evaluation.number]
      if row and not differs(before.target, row.target) then
        pair.agree = pair.agree + 1
      elseif row and is_name(row.name) then
        pair.changed[#pair.changed + 1] = { before = before, row = row }
      end
    end
  end
end

local function is_earlier(a, b)
  return a.row.row < b.row.row
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
    local tables, kinds = {}, {}
    for i, form in ipairs(report:forms()) do
      tables[i] = form.table
      kinds[form.table.form or ""] = true
    end
    if not (kinds.goal and kinds.evaluation) then return report:applicable(false) end
    local pairs_of = pair_up(tables)
    for _, rows in ipairs(report:alike("name")) do compare(rows, pairs_of) end
    for _, tbl in ipairs(tables) do
      for _, pair in ipairs(pairs_of[tbl.number] or {}) do
        local changed = pair.changed
        if #changed > 0 and (pair.sure or pair.agree > #changed) then
          table.sort(changed, is_earlier)
          flag(report, changed)
        end
      end
    end
  end,
}
