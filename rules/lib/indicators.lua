-- Indicator tables of goal forms and self-evaluation forms, row by row: what an indicator is called, what was to be
-- reached, what was, and the points.
local form = require "form"

local indicators = {}

local roles = {
  { "name", "role-indicator" }, { "target", "role-target" }, { "achieved", "role-achieved" },
  { "achieved", "role-result" }, { "reason", "role-reason" },
}

local plain = { weight = { "分值", "权重" }, score = { "得分", "评分" } }

local function role_of(report, text)
  for role, words in pairs(plain) do
    for _, word in ipairs(words) do
      if string.find(text, word, 1, true) then return role end
    end
  end
  for _, role in ipairs(roles) do
    if report:words(role[2], text) then return role[1] end
  end
end

-- Columns by role, nil where the row is no head of indicators. Of two columns that name (评价内容, 绩效内容) the
-- right one does; of the others the first after it counts.
local function columns_of(report, tbl, row)
  local columns = {}
  for c = 1, tbl.columns do
    local cell = tbl:cell(row, c)
    local role = cell and #cell.text > 0 and #cell.text < 60 and role_of(report, cell.text)
    if role == "name" and not columns.target then columns = { name = c } end
    if role and columns.name and not columns[role] then columns[role] = c end
  end
  return (columns.target or columns.achieved) and columns or nil
end

local function is_total(report, tbl, row)
  for c = 1, tbl.columns do
    local text = tbl:cell(row, c) and string.gsub(tbl:cell(row, c).text, "%s", "") or ""
    if #text > 0 then return #text < 24 and report:words("table-total", text) ~= nil end
  end
  return false
end

local dots = { "…", "%.%.+", "·", "%s" }

-- A name, not the dots of a row that the template keeps for more.
function indicators.is_name(text)
  for _, dot in ipairs(dots) do text = string.gsub(text, dot, "") end
  return #text > 0
end

-- One indicator: cells by role, each nil where there is none, and `kind`, the cell left of the name.
local function read_row(tbl, row, columns)
  local name = tbl:cell(row, columns.name)
  if not name or name.row ~= row or name.columns > 1 or not indicators.is_name(name.text) then return nil end
  local item = { row = row, table = tbl }
  for role, column in pairs(columns) do
    local cell = tbl:cell(row, column)
    if cell and (role == "name" or cell.column > name.column) then item[role] = cell end
  end
  if columns.name > 1 then item.kind = tbl:cell(row, columns.name - 1) end
  return item
end

-- The parts of a table: { columns, first, last, rows }; most have one.
function indicators.parts(report, tbl)
  local parts, part = {}, nil
  for row = 1, tbl.rows do
    if tbl:head(row) then
      local columns = columns_of(report, tbl, row)
      part = columns and { columns = columns, first = row + 1, last = row, rows = {}, table = tbl }
      if part then parts[#parts + 1] = part end
    elseif part and not is_total(report, tbl, row) then
      part.last = row
      part.rows[#part.rows + 1] = read_row(tbl, row, part.columns)
    end
  end
  return parts
end

-- All parts of the report's indicator tables.
function indicators.all(report)
  local all = {}
  for _, tbl in ipairs(report:tables{ kind = "indicators" }) do
    for _, part in ipairs(indicators.parts(report, tbl)) do all[#all + 1] = part end
  end
  return all
end

function indicators.is_blank(cell)
  return not cell or form.is_blank(cell.text)
end

-- A few characters of a name, for a list.
function indicators.short(cell)
  local text = string.gsub(cell.text, "%s+", "")
  local limit = utf8.offset(text, 19)
  if limit and limit <= #text then text = string.sub(text, 1, limit - 1) .. "…" end
  return text
end

return indicators
