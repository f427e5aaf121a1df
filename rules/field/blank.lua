-- What a form asks for and nobody filled in: names of departments, goals, an indicator's values, an amount beside
-- amounts. A blank that means zero is none: amounts count only where the table writes its zeros out or where the
-- parts of the blank total are there. One finding for each table and cause.
local form = require "form"
local indicators = require "indicators"

local MOST = 6         -- names in a message
local OFTEN = 20       -- forms of one report that ask for the same
local HEAD_COLUMNS = 4 -- 一级指标 stands in one of them

local function key_of(cell)
  return cell.row .. ":" .. cell.column
end

-- ------------------------------------------------------------------ labels with nothing beside them

-- Label cells by table and place, so that a label beside a label is not taken for its value.
local function label_cells(report)
  local found = {}
  for _, class in ipairs{ "find-required", "find-signature" } do
    for _, mention in ipairs(report:mentions{ class = class }) do
      if mention.alone then
        local n = mention.table.number
        found[n] = found[n] or {}
        found[n][key_of(mention.cell)] = true
      end
    end
  end
  return found
end

-- A title of one cell over the text that it names.
local function is_over_text(tbl, cell, labels)
  local row = cell.row + cell.rows
  local below = tbl:cell(row, cell.column)
  if not below or labels[key_of(below)] or below.blank or tbl:head(row) then return false end
  return #form.right_of(tbl, below) == 0
end

-- Whether a value stands to the right, before the next label.
local function filled_beside(tbl, cell, labels)
  for _, beside in ipairs(form.right_of(tbl, cell)) do
    if labels[key_of(beside)] then return false end
    if not beside.blank then return true end
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

-- 预期目标 over an empty cell, or over the head of the indicators.
local function goal_is_blank(report, mention, labels)
  local tbl, cell = mention.table, mention.cell
  local function is_end(below, row)
    return labels[key_of(below)] ~= nil or is_indicator_head(report, tbl, row)
  end
  return not filled_beside(tbl, cell, labels) and not form.filled_below(tbl, cell, is_end)
end

local function label_is_blank(report, mention, labels)
  local tbl, cell = mention.table, mention.cell
  if is_goal(report, mention.text) then return goal_is_blank(report, mention, labels) end
  if tbl:head(cell.row) or cell.column + cell.columns > tbl.columns then return false end
  if #form.right_of(tbl, cell) == 0 and is_over_text(tbl, cell, labels) then return false end
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
    if mention.alone then times[mention.text] = (times[mention.text] or 0) + 1 end
  end
  return times
end

local function blank_labels(report)
  local mentions = report:mentions{ class = "find-required" }
  local found, order, cells, times = {}, {}, label_cells(report), count_labels(mentions)
  for _, mention in ipairs(mentions) do
    local n = mention.table and mention.table.number
    if n and mention.alone and not is_repeated(mention, times)
      and label_is_blank(report, mention, cells[n]) then
      if not found[n] then
        found[n] = {}
        order[#order + 1] = n
      end
      table.insert(found[n], mention)
    end
  end
  return found, order
end

local function caption_of(tbl)
  return tbl.caption and "“" .. tbl.caption .. "”" or "表" .. tbl.number
end

local function flag_labels(report)
  local found, order = blank_labels(report)
  for _, n in ipairs(order) do
    local names = {}
    for i, mention in ipairs(found[n]) do names[i] = form.label(mention) end
    local list_zh, list_en = form.list(names, MOST)
    report:flag{ evidence = found[n], key = "label", caption = caption_of(found[n][1].table),
      list_zh = list_zh, list_en = list_en,
      zh = "{caption}中{list_zh}未填写，请补填",
      en = "{caption}: {list_en} left blank" }
  end
end

-- ------------------------------------------------------------------ indicators without values

-- Scored (that is field.indicator_unmeasurable's), or without a weight where the form has weights: a row that a page
-- cut in two, or one left free.
local function is_another_matter(row)
  return not indicators.is_blank(row.score) or (row.weight_column ~= nil and indicators.is_blank(row.weight))
end

local function missing_values(part)
  local both, achieved = {}, {}
  for _, row in ipairs(part.rows) do
    local no_target = not part.target or indicators.is_blank(row.target)
    local no_achieved = part.achieved and indicators.is_blank(row.achieved)
    if is_another_matter(row) then
      no_target, no_achieved = false, false
    end
    if no_target and (no_achieved or not part.achieved) then
      both[#both + 1] = row
    elseif no_achieved then
      achieved[#achieved + 1] = row
    end
  end
  return both, achieved
end

local function names_of(rows)
  local names, cells = {}, {}
  for i, row in ipairs(rows) do names[i], cells[i] = indicators.short(row.name), row.name end
  local zh, en = form.list(names, MOST)
  return zh, en, cells
end

local function flag_rows(report, part, rows, key, what_zh, what_en)
  if #rows == 0 then return end
  local list_zh, list_en, cells = names_of(rows)
  report:flag{ evidence = cells, key = key, caption = caption_of(part.table), count = #rows,
    list_zh = list_zh, list_en = list_en, what_zh = what_zh, what_en = what_en,
    zh = "{caption}中{count}项指标未填{what_zh}：{list_zh}",
    en = "{caption}: {count} indicators without {what_en}: {list_en}" }
end

local function flag_values(report, part)
  local both, achieved = missing_values(part)
  local zh, en = "年度指标值和实际完成值", "a target and what was achieved"
  if not part.achieved then zh, en = "指标值", "a target" end
  if not part.target then zh, en = "完成情况", "what was achieved" end
  flag_rows(report, part, both, "both", zh, en)
  flag_rows(report, part, achieved, "achieved", "实际完成值", "what was achieved")
end

-- ------------------------------------------------------------------ kinds of indicators without an indicator

local function row_is_blank(row)
  local named = row.has_name and row.name ~= row.class
  return not named and indicators.is_blank(row.target) and indicators.is_blank(row.achieved)
    and indicators.is_blank(row.score)
end

-- The cells that name a kind under which nothing stands.
local function blank_kinds(report, part)
  local found, open = {}, nil
  for _, row in ipairs(part.all) do
    local class = row.class
    if class and not indicators.is_blank(class) and class.row == row.row then
      open = #class.text < 40 and report:words("ask-output-kind", class.text) and class or nil
      if open then found[#found + 1] = open end
    end
    if open and not row_is_blank(row) then
      found[#found], open = nil, nil
    end
  end
  return found
end

local function flag_kinds(report, part)
  local blank, names = blank_kinds(report, part), {}
  for i, cell in ipairs(blank) do names[i] = indicators.short(cell) end
  if #blank < 2 then return end -- a form need not have every kind
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = blank, key = "kind", caption = caption_of(part.table), list_zh = list_zh, list_en = list_en,
    zh = "{caption}中{list_zh}的指标内容、目标值和完成情况全部空白，请补填",
    en = "{caption}: no indicators at all under {list_en}" }
end

-- ------------------------------------------------------------------ amounts

local ROWS_MOST = 40 -- a table with more is an annex of figures, not a form
local FIGURES_LEAST = 3 -- beside which a blank stands out
local SHARE_MOST = 3    -- at most one blank to so many figures

local zero = decimal(0)

-- The head of a column over a row, nil where there is none.
local function head_of(tbl, row, column)
  for above = row - 1, 1, -1 do
    local cell = tbl:head(above) and tbl:cell(above, column)
    if cell and #cell.text > 0 then return cell end
    if not tbl:head(above) and tbl:head(above + 1) then return nil end
  end
end

local rates = { "率", "占", "比", "%", "％", "备注", "说明", "原因", "幅" }

local function is_rate(text)
  for _, word in ipairs(rates) do
    if string.find(text, word, 1, true) then return true end
  end
  return false
end

-- A dash in place of a figure says that there is none.
local function is_left_out(cell)
  return cell.blank and not string.find(cell.text, "—", 1, true)
end

-- Figures, zeros and blanks of a column under one head.
local function column_of(tbl, first, last, column)
  local figures, zeros, blanks = 0, 0, {}
  for row = first, last do
    local cell, label = tbl:cell(row, column), tbl:cell(row, 1)
    local value = cell and cell.value
    if value then
      figures = figures + 1
      if value == zero then zeros = zeros + 1 end
    elseif cell and is_left_out(cell) and label and label ~= cell and not label.blank then
      blanks[#blanks + 1] = row
    end
  end
  return figures, zeros, blanks
end

local function other_figure(tbl, row, column)
  for c = 2, tbl.columns do
    local cell = c ~= column and tbl:cell(row, c)
    if cell and cell.value then return true end
  end
  return false
end

-- Budgets and accounts of a whole government leave out what is nothing as they like; reports on performance do not.
local function is_evaluation(report)
  return report.title ~= nil and string.find(report.title, "绩效", 1, true) ~= nil
end

-- A blank among written zeros.
local function beside_zeros(tbl, first, last, column, found)
  local head = head_of(tbl, first, column)
  if not head or is_rate(head.text) then return end
  local figures, zeros, blanks = column_of(tbl, first, last, column)
  if zeros == 0 or figures < FIGURES_LEAST or #blanks * SHARE_MOST > figures then return end
  for _, row in ipairs(blanks) do
    if other_figure(tbl, row, column) then found[#found + 1] = { label = tbl:cell(row, 1), head = head } end
  end
end

-- Runs of rows under a head: each up to the next one.
local function runs(tbl)
  local list, first = {}, nil
  for row = 2, tbl.rows + 1 do
    local body = row <= tbl.rows and not tbl:head(row)
    if body and not first and tbl:head(row - 1) then first = row end
    if not body and first then
      list[#list + 1] = { first, row - 1 }
      first = nil
    end
  end
  return list
end

-- Facts of a table by their row, and the columns that write a zero.
local function facts_by_row(report, tbl)
  local rows, zeros = {}, {}
  for _, fact in ipairs(report:facts{ table = tbl }) do
    rows[fact.row] = rows[fact.row] or {}
    table.insert(rows[fact.row], fact)
    if fact.value == zero then zeros[fact.column_index] = true end
  end
  return rows, zeros
end

-- Those of a row that are parts of a measure, and what they make.
local function parts_of(facts, measure)
  local wanted, parts, sum = {}, {}, zero
  for _, name in ipairs(measure.parts) do wanted[name] = true end
  for _, fact in ipairs(facts) do
    if fact.measure and wanted[fact.measure] then parts[#parts + 1], sum = fact, sum + fact.value end
  end
  return parts, sum
end

-- Rows with figures whose cell in the column is blank.
local function blank_rows(tbl, first, last, column, rows)
  local found = {}
  for row = first, last do
    local cell = rows[row] and #rows[row] > 1 and tbl:cell(row, column)
    if cell and cell.blank then found[#found + 1] = row end
  end
  return found
end

-- A total left blank whose parts stand in the same row.
local function blank_totals(report, tbl, first, last, rows)
  for column = 2, tbl.columns do
    local blanks = blank_rows(tbl, first, last, column, rows)
    local head = #blanks > 0 and head_of(tbl, first, column)
    local measure = head and #head.text < 60 and report:measure(head.text)
    for _, row in ipairs(measure and #measure.parts > 1 and blanks or {}) do
      local parts, sum = parts_of(rows[row], measure)
      if #parts > 1 and sum ~= zero then
        local label = tbl:cell(row, 1)
        report:flag{ evidence = { label, head, table.unpack(parts) }, key = measure.name,
          measure = measure.name, row = label and label.text or "", sum = sum,
          zh = "“{row}”行的{measure}未填写，其分项已填（合计{sum}），请补填",
          en = "{measure} of {row} is blank although its parts are there (they make {sum})" }
      end
    end
  end
end

local function flag_amounts(report, tbl)
  if tbl.rows > ROWS_MOST then return end
  local found, parts = {}, runs(tbl)
  if #parts == 0 then return end
  local rows, zeros = facts_by_row(report, tbl)
  if not is_evaluation(report) then zeros = {} end
  for _, run in ipairs(parts) do
    for column = 2, tbl.columns do
      if zeros[column] then beside_zeros(tbl, run[1], run[2], column, found) end
    end
    blank_totals(report, tbl, run[1], run[2], rows)
  end
  if #found == 0 then return end
  local names, evidence = {}, {}
  for i, item in ipairs(found) do
    names[i] = string.gsub(item.label.text, "%s", "") .. "的" .. string.gsub(item.head.text, "%s", "")
    evidence[#evidence + 1] = item.label
  end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = evidence, key = "amount", caption = caption_of(tbl), list_zh = list_zh, list_en = list_en,
    zh = "{caption}中{list_zh}空白，而同列其他行的零都填了“0”，请核实后补填",
    en = "{caption}: {list_en} blank, although the other rows of the column write their zeros" }
end

return {
  id = "field.blank",
  title = { zh = "必填项空白", en = "Required field left blank" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    flag_labels(report)
    for _, part in ipairs(report:forms()) do
      flag_kinds(report, part)
      flag_values(report, part)
    end
    for _, tbl in ipairs(report:tables()) do
      if not tbl.form then flag_amounts(report, tbl) end
    end
    if #report:tables() == 0 then report:applicable(false) end
  end,
}
