-- What a form's goal says in words, held against the target of its indicator: 更换供水管网26.5公里 and the row 更换供水管网长度,
-- ≥26.5公里. The indicator's own name must stand in the goal, once, and a figure in the target's unit right behind it.
local years = require "years"

local goal_text = {}

local ROWS = 3 -- rows above a form's first indicator among which its goal stands: the head of the columns is one
local SHORT = 30 -- bytes: what is shorter is no text
local LABEL = 60 -- bytes of a label with what is in brackets behind it
local NAME = 12 -- bytes of a name: four characters name a thing
local GAP = 18 -- bytes between a name and its figure: 达到, 控制在, 不少于
local MOST = 200 -- pieces of names that are looked for

local leads = { "组织开展", "组织", "开展", "举办", "完成", "召开", "实施" }
local tails = {
  "数量", "次数", "人数", "个数", "总数", "长度", "面积", "人次", "场次", "期数", "户数", "株数", "批次", "台数", "家数", "数",
}
local marks = { "，", "。", "；", "、", "：", "（", "）", "％", "%", ",", ";" }
local moved = wordlist{ "增长", "增加", "提高", "提升", "减少", "下降", "降低", "比", "较", "同比", "由", "从", "每", "均", "超" }
local ends = wordlist{ "到", "至" }
local any_digit = wordlist(years.digits)

local function without(words, text, at_end)
  for _, word in ipairs(words) do
    if #text - #word >= NAME - 3 then
      if at_end and string.sub(text, -#word) == word then return string.sub(text, 1, -#word - 1) end
      if not at_end and string.sub(text, 1, #word) == word then return string.sub(text, #word + 1) end
    end
  end
  return text
end

-- What names the thing: 开展公益演出场次 to 公益演出.
local function key_of(name)
  local text = string.gsub(name.text, "%s", "")
  return without(leads, without(tails, text, true), false)
end

local function has_mark(text)
  for _, mark in ipairs(marks) do
    if string.find(text, mark, 1, true) then return true end
  end
  return false
end

-- The figure in this unit right behind the only place where the name stands.
local function figure_after(text, key, unit)
  local _, to = string.find(text, key, 1, true)
  if not to or string.find(text, key, to + 1, true) then return end
  local gap, digits, rest = string.match(string.sub(text, to + 1, to + 80), "^([^%d]*)(%d[%d.,]*)(.*)$")
  if not gap or #gap > GAP or has_mark(gap) or string.sub(rest, 1, #unit) ~= unit then return end
  if moved:has(gap) and not ends:has(gap) then return end
  digits = string.gsub(digits, ",", "")
  return string.find(digits, "^%d+%.?%d*$") and decimal(digits)
end

local function is_text(text)
  return #text >= SHORT and any_digit:has(text)
end

-- Goals of more than the year.
local longer = wordlist{ "实施期", "中期", "长期", "规划期", "三年", "五年", "总目标" }

local function is_label_of_goal(text)
  return #text < LABEL and string.find(text, "目标", 1, true)
end

-- A cell under 预期目标, beside 年度目标, or one that begins so; none of what was achieved, or is to be in several years.
local function is_goal(table, cell)
  local above = cell.row > 1 and table:cell(cell.row - 1, cell.column)
  local before = cell.column > 1 and table:cell(cell.row, cell.column - 1)
  local told = above and #above.text < LABEL and above.text or ""
  local head = string.sub(cell.text, 1, SHORT)
  if string.find(told, "完成", 1, true) or string.find(head, "完成情况", 1, true) then return false end
  if longer:has(told) or longer:has(head) or (before and longer:has(before.text)) then return false end
  return is_label_of_goal(told) or string.find(head, "目标", 1, true) or (before and is_label_of_goal(before.text))
end

-- The cells of a row that begin in it.
local function goals_of_row(table, r, found)
  local c = 1
  while c <= table.columns do
    local cell = table:cell(r, c)
    if cell and cell.row == r and is_text(cell.text) and is_goal(table, cell) then
      found[#found + 1] = { text = string.gsub(years.fold(cell.text), "%s", ""), place = cell }
    end
    c = cell and cell.column + cell.columns or c + 1
  end
end

local function cells_above(table, row, found)
  for r = row - 1, math.max(1, row - ROWS), -1 do
    goals_of_row(table, r, found)
    if #found > 0 then return end
  end
end

-- 目标1：全年…: goals that stand as paragraphs.
local function sentences_of(report, found)
  for _, sentence in ipairs(report:sentences{ contains = "目标" }) do
    local text = not sentence.cell and is_text(sentence.text) and string.gsub(years.fold(sentence.text), "%s", "")
    local head = text and string.sub(text, 1, SHORT)
    if head and not string.find(head, "完成", 1, true) and (string.find(head, "^目标") or string.find(head, "目标：", 1, true)
      or string.find(head, "目标:", 1, true)) then
      found[#found + 1] = { text = text, place = sentence }
    end
  end
end

-- Of several texts one may be of another period: where one agrees, nothing differs.
local function compare(goals, row, differing)
  local name, target = row.name, row.target
  if not (name and target.value and target.unit) then return end
  local key, found = key_of(name), nil
  for _, goal in ipairs(#key >= NAME and goals or {}) do
    local figure = figure_after(goal.text, key, target.unit)
    if figure == target.value then return end
    found = found or figure and { goal = goal.place, row = row, told = tostring(figure) .. target.unit }
  end
  differing[#differing + 1] = found
end

-- Four characters in a row of those before each figure: a name in the goal has some of them.
local function pieces_of(goals)
  local pieces = {}
  for _, goal in ipairs(goals) do
    for words, after in string.gmatch(goal.text, "([\x80-\xFF]+)([^\x80-\xFF]*)") do
      local last = any_digit:has(after) and #words - NAME + 1 or 0
      for at = math.max(1, last - GAP), last, 3 do
        pieces[#pieces + 1] = string.sub(words, at, at + NAME - 1)
      end
      if #pieces > MOST then break end
    end
  end
  return pieces
end

-- Rows whose name stands in a goal, and that have a target.
local function rows_named(form, goals)
  local pieces = #goals > 0 and pieces_of(goals) or goals
  return #pieces > 0 and form:with("name", wordlist(pieces)) or {}
end

-- { goal = place, row = indicator, told = figure of the goal } of each that differs.
function goal_text.differing(report)
  local differing, prose = {}, nil
  for _, form in ipairs(report:forms()) do
    local goals = {}
    local first = form.target and form.rows[1]
    if first then
      cells_above(form.table, first.row, goals)
      if #goals == 0 and form.table.form == "goal" then
        if not prose then
          prose = {}
          sentences_of(report, prose)
        end
        goals = prose
      end
    end
    for _, row in ipairs(rows_named(form, goals)) do
      if row.target then compare(goals, row, differing) end
    end
  end
  return differing
end

return goal_text
