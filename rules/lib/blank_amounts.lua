-- Amounts left blank beside amounts. A blank that means zero is none: it counts where the column writes its zeros out,
-- or where the parts of the blank total are there.
local form = require "form"

local MOST = 6 -- names in a message
local ROWS_MOST = 40 -- a table with more is an annex of figures, not a form
local FIGURES_LEAST = 3 -- beside which a blank stands out
local SHARE_MOST = 3 -- at most one blank to so many figures

local zero = decimal(0)

-- The head of a column over a row, nil where there is none.
local function head_of(tbl, row, column)
  for above = row - 1, 1, -1 do
    local cell = tbl:head(above) and tbl:cell(above, column)
    if cell and #cell.text > 0 then return cell end
    if not tbl:head(above) and tbl:head(above + 1) then return nil end
  end
end

local rates = wordlist{ "率", "占", "比", "%", "％", "备注", "说明", "原因", "幅" }

-- A dash in place of a figure says that there is none.
local function is_left_out(cell)
  return not string.find(cell.text, "—", 1, true)
end

-- Rows of a gap with a label of their own, where a figure was to be.
local function unfilled(tbl, gap)
  local found = {}
  for _, row in ipairs(gap.rows) do
    local cell, label = tbl:cell(row, gap.column), tbl:cell(row, 1)
    if is_left_out(cell) and label and label ~= cell and not label.blank then found[#found + 1] = row end
  end
  return found
end

-- A row with at least as many figures as blanks, rates apart: one with fewer was asked for one of the columns alone.
local function other_figures(tbl, row)
  local figures, blanks, last = 0, 0, nil
  for c = 2, tbl.columns do
    local cell = tbl:cell(row, c)
    if cell and cell ~= last then
      local head = cell.blank and head_of(tbl, row, c)
      if cell.value then figures = figures + 1 end
      if head and not rates:has(head.text) then blanks = blanks + 1 end
    end
    last = cell
  end
  return figures > 0 and figures >= blanks
end

-- Budgets and accounts of a whole government leave out what is nothing as they like; reports on performance do not.
local function is_evaluation(report)
  return report.title ~= nil and string.find(report.title, "绩效", 1, true) ~= nil
end

-- A blank among written zeros.
local function beside_zeros(tbl, gap, found)
  if gap.figures < FIGURES_LEAST or rates:has(gap.head.text) then return end
  local blanks = unfilled(tbl, gap)
  if #blanks * SHARE_MOST > gap.figures then return end
  for _, row in ipairs(blanks) do
    if other_figures(tbl, row) then found[#found + 1] = { label = tbl:cell(row, 1), head = gap.head } end
  end
end

-- Facts of a table by their row, and the columns that write a zero.
local function facts_by_row(report, tbl)
  local rows, zeros = {}, {}
  for _, fact in ipairs(report:facts{ table = tbl }) do
    local row = fact.row
    rows[row] = rows[row] or {}
    table.insert(rows[row], fact)
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

-- The measure of a column, if it is the sum of others.
local function total_of(report, head)
  local measure = #head.text < 60 and report:measure(head.text)
  return measure and #measure.parts > 1 and measure or nil
end

-- A total left blank whose parts stand in the same row.
local function blank_totals(report, tbl, gap, measure, rows)
  for _, row in ipairs(gap.rows) do
    local parts, sum = parts_of(rows[row] or {}, measure)
    if #parts > 1 and sum ~= zero then
      local label = tbl:cell(row, 1)
      report:flag{ evidence = { label, gap.head, table.unpack(parts) }, key = measure.name,
        measure = measure.name, row = label and label.text or "", sum = sum,
        zh = "“{row}”行的{measure}未填写，其分项已填（合计{sum}），请补填",
        en = "{measure} of {row} is blank although its parts are there (they make {sum})" }
    end
  end
end

local blank_amounts = {}

function blank_amounts.flag(report, tbl)
  if tbl.rows > ROWS_MOST then return end
  local found, rows, zeros = {}, nil, nil
  local evaluation = is_evaluation(report)
  for _, gap in ipairs(tbl:gaps()) do
    local measure, among_zeros = total_of(report, gap.head), evaluation and gap.zeros > 0
    if not rows and (measure or among_zeros) then rows, zeros = facts_by_row(report, tbl) end
    if among_zeros and zeros[gap.column] then beside_zeros(tbl, gap, found) end
    if measure then blank_totals(report, tbl, gap, measure, rows) end
  end
  if #found == 0 then return end
  local names, evidence = {}, {}
  for i, item in ipairs(found) do
    names[i] = string.gsub(item.label.text, "%s", "") .. "的" .. string.gsub(item.head.text, "%s", "")
    evidence[#evidence + 1] = item.label
  end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = evidence, key = "amount", caption = form.caption(tbl), list_zh = list_zh, list_en = list_en,
    zh = "{caption}中{list_zh}空白，而同列其他行的零都填了“0”，请核实后补填",
    en = "{caption}: {list_en} blank, although the other rows of the column write their zeros" }
end

return blank_amounts
