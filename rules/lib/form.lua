-- Reading a form: labels and what was filled in beside, after or under them. A blank is what a form leaves to be
-- written on: nothing, a line to write on, the 年 月 日 of a date.
local form = {}

local fillers = { "年", "月", "日", "　", "＿", "—" }

-- Any byte that no filler has: told so at its first character, nearly every text is filled.
local OTHER = "[^%s_\xE5\xB9\xB4\xE6\x9C\x88\x97\xA5\xE3\x80\xEF\xBC\xBF\xE2\x94]"

function form.is_blank(text)
  if not text or text == "" then return true end
  if string.find(text, OTHER) then return false end
  for _, filler in ipairs(fillers) do text = string.gsub(text, filler, "") end
  return not string.find(text, "[^%s_]")
end

-- Without a bracketed remark at its start: （盖章）：某局 gives ：某局; 签字 inside a bracket leaves its closing one.
local function without_remark(text)
  text = string.gsub(text, "^%s*[)]", "")
  text = string.gsub(text, "^%s*）", "")
  text = string.gsub(text, "^%s*%(.-%)", "")
  return (string.gsub(text, "^%s*（.-）", ""))
end

-- The first bytes of what may stand after a label: a colon, a bracket, a blank.
local after_label = { [":"] = true, ["("] = true, [")"] = true, [" "] = true, ["\xEF"] = true, ["\xE3"] = true }

-- What a label is followed by after its colon; nil where there is no colon, so that it is no label.
function form.inline(mention)
  if not after_label[string.sub(mention.after, 1, 1)] then return nil end
  local rest = without_remark(mention.value)
  local value = string.match(rest, "^%s*:(.*)$") or string.match(rest, "^%s*：(.*)$")
  if not value then return nil end
  -- the unit line of the form stands on the same line: 填报单位：　　单位：万元
  return (string.gsub(string.gsub(value, "%s*金额单位.*$", ""), "%s*单位：.*元.*$", ""))
end

-- The label in words: 组长（签字） for 签字 in a bracket.
function form.label(mention)
  local text, before = string.gsub(mention.text, "%s", ""), mention.before
  if not string.find(before, "%(%s*$") and not string.find(before, "（%s*$") then return text end
  before = string.gsub(string.gsub(string.gsub(before, "（", "("), "：", ":"), "。", ":")
  local outer = string.match(before, "([^%s:;,|%d]*)%(%s*$")
  if not outer or #outer == 0 or #outer > 36 then return text end
  return outer .. "（" .. text .. "）"
end

-- Cells to the right of a cell, blank ones too.
function form.right_of(tbl, cell)
  local cells, row = {}, cell.row
  local beside = tbl:beside(row, cell)
  while beside do
    cells[#cells + 1] = beside
    beside = tbl:beside(row, beside)
  end
  return cells
end

-- Whether anything stands under a cell before `is_end` says that its part ends.
function form.filled_below(tbl, cell, is_end)
  for row = cell.row + cell.rows, tbl.rows do
    local below = tbl:cell(row, cell.column)
    if below and is_end(below, row) then return false end
    if below and not below.blank then return true end
  end
  return false
end

-- How a message names a table.
function form.caption(tbl)
  return tbl.caption and "“" .. tbl.caption .. "”" or "表" .. tbl.number
end

-- `a、b、c等N项`
function form.list(names, most)
  local shown = {}
  for i = 1, math.min(#names, most) do shown[i] = names[i] end
  local zh, en = table.concat(shown, "、"), table.concat(shown, ", ")
  if #names > most then
    zh, en = zh .. "等" .. #names .. "项", en .. " … " .. #names .. " in all"
  end
  return zh, en
end

return form
