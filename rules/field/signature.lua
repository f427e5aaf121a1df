-- The end of a form or of a report: who filled it in, who signs for it, when. What is signed by hand on paper is
-- blank in most files, so a line for a signature alone is no finding; one without a date, or beside a name or a
-- telephone number that was not filled in either, is.
local form = require "form"

-- Filled in at the keyboard, not by hand.
local typed = wordlist{ "人", "电话", "方式", "日期", "时间" }

-- 年 月 日 without a figure: a date left open.
local function is_open_date(value)
  return string.find(value, "年%s*月") ~= nil and not string.find(value, "%d")
end

local function blank(mention, label, value)
  return { evidence = mention, label = label, typed = typed:has(mention.text),
    open_date = value and is_open_date(value) or false }
end

-- Labels of one line, or of one table, keep each other company.
local function place_of(mention)
  return mention.cell and "table " .. mention.table.number or "line " .. mention.line
end

local function note(mention, places)
  local place = place_of(mention)
  places[place] = (places[place] or 0) + 1
end

-- A label with an empty cell beside it, up to the next label.
local function beside_labels(report, mention, found, places)
  if mention.table:head(mention.cell.row) then return end
  note(mention, places)
  local cells = form.right_of(mention.table, mention.cell)
  for i, cell in ipairs(cells) do
    local filled = not cell.blank
    if filled and i > 1 and #cell.text < 40 and report:words("find-signature", cell.text) then break end
    if filled then return end
  end
  if #cells > 0 then found[#found + 1] = blank(mention, form.label(mention)) end
end

-- 发文日期： in one cell and the date in the next.
local function is_beside(mention)
  local right = mention.cell and mention.table:beside(mention.cell.row, mention.cell)
  return right and not right.blank
end

-- 填表人：　联系电话：　填报日期：
local function after_label(mention, found, places)
  local value = form.inline(mention)
  if not value or (form.is_blank(value) and is_beside(mention)) then return end
  note(mention, places)
  if form.is_blank(value) then found[#found + 1] = blank(mention, form.label(mention), value) end
end

-- A column of signatures: names in its rows, nobody signed.
local function under_head(mention, found)
  local tbl, head = mention.table, mention.cell
  if not string.find(mention.text, "签", 1, true) then return end
  if not tbl:head(head.row) or head.column == 1 then return end
  local names, signed = 0, 0
  for row = head.row + head.rows, tbl.rows do
    if tbl:head(row) then break end
    local first, own = tbl:cell(row, 1), tbl:cell(row, head.column)
    if first and own and first.column ~= own.column and not first.blank then
      names = names + 1
      if not own.blank then signed = signed + 1 end
    end
  end
  if names > 0 and signed == 0 then
    found[#found + 1] = { evidence = mention, label = form.label(mention) .. "栏", column = true }
  end
end

local function count(found, key)
  local n = 0
  for _, item in ipairs(found) do
    if item[key] then n = n + 1 end
  end
  return n
end

-- A label that stands alone may have its value in the next line or cell; the end of a form has several together, and a
-- date left open is one.
local function in_company(found, places)
  local kept = {}
  for _, item in ipairs(found) do
    if item.column or item.open_date or places[place_of(item.evidence)] > 1 then kept[#kept + 1] = item end
  end
  return kept
end

-- Something to be typed is blank, or a signature has no date, or nobody of a list signed.
local function is_slip(found)
  return count(found, "typed") > 0 or count(found, "open_date") > 0 or (count(found, "column") > 0 and #found > 1)
end

return {
  id = "field.signature",
  title = { zh = "签字、填报信息空白", en = "Not signed or not dated" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found, places = {}, {}
    for _, mention in ipairs(report:mentions{ class = "find-signature" }) do
      if mention.alone then
        beside_labels(report, mention, found, places)
        under_head(mention, found)
      else
        after_label(mention, found, places)
      end
    end
    found = in_company(found, places)
    if not is_slip(found) then return end
    local names, evidence = {}, {}
    for i, item in ipairs(found) do names[i], evidence[i] = item.label, item.evidence end
    local list_zh, list_en = form.list(names, 8)
    report:flag{ evidence = evidence, key = "signature", list_zh = list_zh, list_en = list_en,
      zh = "填报、签字信息有{list_zh}未填写，请补填并签字后报送",
      en = "Who filled it in, signed it and when is left blank: {list_en}" }
  end,
}
