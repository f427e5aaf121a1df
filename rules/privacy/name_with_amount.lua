-- Who was given how much: a list of names with amounts, or a person's name beside an amount in the text. Names of
-- office-holders, of those commended and of those who signed are no amounts and are left alone; masked names too.
local form = require "form"
local years = require "years"

local MOST = 3
local AMOUNT_WITHIN = 45 -- bytes between a name's title and the amount

-- Han characters of a text, or nil where it has others.
local function han(text)
  local list = {}
  for _, code in utf8.codes(text) do
    if code < 0x4E00 or code > 0x9FFF then return nil end
    list[#list + 1] = utf8.char(code)
  end
  return list
end

local function is_name(report, text)
  local list = utf8.len(text) and han(text)
  if not list or #list < 2 or #list > 3 then return false end
  return report:words("ask-surname", list[1]) ~= nil and not report:words("ask-not-a-name", list[#list])
end

-- ------------------------------------------------------------------ lists

local function amount_column(report, tbl, row)
  for c = 1, tbl.columns do
    local cell = tbl:cell(row, c)
    if cell and #cell.text < 60 and report:words("ask-person-amount", cell.text) then return c end
  end
end

-- Rows of a name with an amount under the heads of a list.
local function listed(report, head)
  local tbl, row = head.table, head.cell.row
  local column = tbl:head(row) and amount_column(report, tbl, row)
  local names = {}
  for below = row + 1, column and tbl.rows or 0 do
    if tbl:head(below) then break end
    local name, amount = tbl:cell(below, head.cell.column), tbl:cell(below, column)
    local text = name and string.gsub(name.text, "%s", "")
    if text and amount and amount.value and utf8.len(text) and han(text) and #text >= 6 and #text <= 12
      and not report:words("table-total", text) then
      names[#names + 1] = name
    end
  end
  return names
end

local function flag_lists(report)
  for _, head in ipairs(report:mentions{ class = "find-person-head" }) do
    local names = head.alone and listed(report, head) or {}
    if #names > 1 then
      local mask = {}
      for i, name in ipairs(names) do mask[i] = name.text end
      report:flag{ evidence = { head, table.unpack(names) }, mask = mask, key = "list", count = #names,
        zh = "表中列出了{count}人的姓名和对应金额，公开前请对姓名脱敏",
        en = "A table lists {count} persons by name with what they were given; mask the names before publication" }
    end
  end
end

-- ------------------------------------------------------------------ the text

local brackets = wordlist{ "（", "(" }
local CLOSED = "[)\x89]%s*%d" -- a figure behind a bracket of either width, or what ends as one

-- （某某）8.20万元 among words of money that goes to a person.
local function bracketed(report, mention, found, seen)
  local at, after = 1, mention.after
  if not brackets:has(after) then return end
  after = years.fold(after)
  if not string.find(after, CLOSED) then return end
  while true do
    local from, to, name = string.find(after, "%((.-)%)%s*%d", at)
    local wide_from, wide_to, wide = string.find(after, "（(.-)）%s*%d", at)
    if not from or (wide_from and wide_from < from) then from, to, name = wide_from, wide_to, wide end
    if not from then return end
    local list = utf8.len(name) == 3 and is_name(report, name)
    local amount = string.sub(after, to, to + 24)
    local unit = string.match(amount, "^[%d.,]+%s*元()") or string.match(amount, "^[%d.,]+%s*万元()")
    local key = mention.line .. name
    if list and unit and not seen[key] then
      seen[key] = true
      found[#found + 1] = { place = mention:around(0, years.unfolded(mention.after, to + unit - 2)), name = name }
    end
    at = to
  end
end

-- 张某某同志500元: the last two or three characters before the title are a name.
local function titled(report, mention, found, seen)
  local after = years.fold(mention.after)
  local digit = string.find(after, "%d")
  if not digit or digit > AMOUNT_WITHIN + 1 then return end
  local gap = string.match(after, "^(.-)%d[%d.,]*%s*元") or string.match(after, "^(.-)%d[%d.,]*%s*万元")
  if not gap or #gap > AMOUNT_WITHIN or string.find(gap, "。", 1, true) or string.find(gap, "%d") then return end
  for _, length in ipairs{ 9, 6 } do
    local name = string.sub(mention.before, -length)
    local key = mention.line .. name
    if #name == length and utf8.len(name) and is_name(report, name) and not seen[key] then
      seen[key] = true
      found[#found + 1] = { place = mention:around(length, years.unfolded(mention.after, #gap)), name = name }
      return
    end
  end
end

local function flag_text(report)
  local found, seen, names, mask, evidence = {}, {}, {}, {}, {}
  for _, mention in ipairs(report:mentions{ class = "find-aid" }) do bracketed(report, mention, found, seen) end
  for _, mention in ipairs(report:mentions{ class = "find-person-title" }) do titled(report, mention, found, seen) end
  if #found == 0 then return end
  for i, item in ipairs(found) do
    names[i], mask[i], evidence[i] = report:masked(item.name), item.name, item.place
  end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = evidence, mask = mask, key = "text", count = #found, list_zh = list_zh, list_en = list_en,
    zh = "正文写有个人姓名及对应金额（{list_zh}，共{count}处），公开前请脱敏",
    en = "The text names persons with what they were given ({list_en}, {count} in all); mask them before publication" }
end

return {
  id = "privacy.name_with_amount",
  title = { zh = "含个人姓名及金额", en = "Person's name with an amount" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    flag_lists(report)
    flag_text(report)
  end,
}
