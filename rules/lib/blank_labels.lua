-- Labels of a form that ask for a value and have none beside or under them: one finding for each table.
local form = require "form"

local MOST = 6         -- names in a message
local OFTEN = 20       -- forms of one report that ask for the same
local HEAD_COLUMNS = 4 -- 一级指标 stands in one of them

local function key_of(cell)
  return cell.row << 32 | cell.column
end

-- Words of a class that stand alone in their cells.
local function labels_of(report, class)
  return report:mentions{ class = class, alone = true }
end

-- Their cells by table and place, so that a label beside a label is not taken for its value.
local function label_cells(...)
  local found = {}
  for _, mentions in ipairs{ ... } do
    for _, mention in ipairs(mentions) do
      local n = mention.table.number
      found[n] = found[n] or {}
      found[n][key_of(mention.cell)] = true
    end
  end
  return found
end

-- A title of one cell over the text that it names.
local function is_over_text(tbl, cell, labels)
  local row = cell.row + cell.rows
  local below = tbl:cell(row, cell.column)
  if not below or labels[key_of(below)] or below.blank or tbl:head(row) then return false end
  return tbl:beside(row, below) == nil
end

-- Whether a value stands to the right, before the next label.
local function filled_beside(tbl, cell, labels)
  local row = cell.row
  local beside = tbl:beside(row, cell)
  while beside do
    if labels[key_of(beside)] then return false end
    if not beside.blank then return true end
    beside = tbl:beside(row, beside)
  end
  return false
end

local function is_goal(report, text)
  local word = report:words("ask-goal-head", text)
  return word ~= nil
end

-- The head of the indicators, under the goals: 一级指标 stands in one of its first columns.
local function is_indicator_head(report, tbl, row)
  for c = 1, math.min(HEAD_COLUMNS, tbl.columns) do
    local cell = tbl:cell(row, c)
    if cell and #cell.text < 40 and report:words("ask-indicator-level", cell.text) then return true end
  end
  return false
end

-- 预期目标 over an empty cell, or over the head of the indicators. Under the last row of a table that was printed as text
-- the goals stand as paragraphs.
local function goal_is_blank(report, mention, labels)
  local tbl, cell = mention.table, mention.cell
  if tbl.rows > 1 and cell.row + cell.rows > tbl.rows then return false end
  local function is_end(below, row)
    return labels[key_of(below)] ~= nil or is_indicator_head(report, tbl, row)
  end
  return not filled_beside(tbl, cell, labels) and not form.filled_below(tbl, cell, is_end)
end

local function label_is_blank(report, mention, labels)
  local tbl, cell = mention.table, mention.cell
  if is_goal(report, mention.text) then return goal_is_blank(report, mention, labels) end
  if tbl:head(cell.row) or cell.column + cell.columns > tbl.columns then return false end
  if not tbl:beside(cell.row, cell) and is_over_text(tbl, cell, labels) then return false end
  local beside = tbl:cell(cell.row, cell.column + cell.columns)
  local is_head = beside and labels[key_of(beside)]
    and form.filled_below(tbl, cell, function(below, row) return tbl:head(row) or labels[key_of(below)] ~= nil end)
  return not is_head and not filled_beside(tbl, cell, labels)
end

-- The head of a column, repeated over each page of a long list: a converter that took the list apart leaves it alone
-- in its cell. A form asks for a thing once.
local function is_repeated(mention, times)
  return times[mention.text] > OFTEN
end

local function count_labels(mentions)
  local times = {}
  for _, mention in ipairs(mentions) do
    local text = mention.text
    times[text] = (times[text] or 0) + 1
  end
  return times
end

local function find(report)
  local mentions = labels_of(report, "find-required")
  local cells, times = label_cells(mentions, labels_of(report, "find-signature")), count_labels(mentions)
  local found, order = {}, {}
  for _, mention in ipairs(mentions) do
    local n = mention.table.number
    if not is_repeated(mention, times) and label_is_blank(report, mention, cells[n]) then
      if not found[n] then
        found[n] = {}
        order[#order + 1] = n
      end
      table.insert(found[n], mention)
    end
  end
  return found, order
end

-- ------------------------------------------------------------------ the line over a form

-- The lines right over a form, by number: what stands a line further up may have its value below it.
local function lines_over(report)
  local lines = {}
  for _, tbl in ipairs(report:tables()) do
    local first = tbl:cell(1, 1)
    if first then lines[first.line - 1] = true end
  end
  return lines
end

local next_labels = { "^单位", "^金额单位", "^（单位", "^%(单位", "^填报日期", "^填报时间" }

-- Nothing behind the colon, or the next label at once: 填报单位：　　　单位：万元
local function nothing_follows(after)
  local rest = string.match(after, "^%s*：(.*)$") or string.match(after, "^%s*:(.*)$")
  if not rest then return false end
  rest = string.gsub(string.gsub(rest, "　", ""), "[%s_]", "")
  for _, label in ipairs(next_labels) do
    if string.find(rest, label) then return true end
  end
  return rest == ""
end

local function flag_lines(report)
  local forms
  for _, mention in ipairs(report:mentions{ class = "find-required", alone = false }) do
    local outside = not mention.cell
    forms = forms or outside and lines_over(report)
    local who = outside and forms[mention.line] and not string.find(mention.before, "%S")
    if who and report:words("holder-label", mention.text) == mention.text and nothing_follows(mention.after) then
      report:flag{ evidence = { mention }, key = "line", name = mention.text,
        zh = "表头的“{name}”未填写，请补填", en = "“{name}” over the form is left blank" }
    end
  end
end

local blank_labels = {}

function blank_labels.flag(report)
  flag_lines(report)
  local found, order = find(report)
  for _, n in ipairs(order) do
    local names = {}
    for i, mention in ipairs(found[n]) do names[i] = form.label(mention) end
    local list_zh, list_en = form.list(names, MOST)
    report:flag{ evidence = found[n], key = "label", caption = form.caption(found[n][1].table),
      list_zh = list_zh, list_en = list_en,
      zh = "{caption}中{list_zh}未填写，请补填",
      en = "{caption}: {list_en} left blank" }
  end
end

return blank_labels
