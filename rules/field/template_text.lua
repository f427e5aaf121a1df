-- A template's own words left in the report: what is to be attached, how to fill a row, what a part should hold, rows
-- for units that the department does not have.
local form = require "form"
local years = require "years"

local MOST = 5
local TOPIC_BYTES = 60 -- of a template's heading; what is longer is a sentence
local TITLE_BYTES = 120
local REST_BYTES = 150 -- of what it says should stand there

local function first_sentence(text)
  local stop = string.find(text, "。", 1, true)
  return stop and string.sub(text, 1, stop - 1) or text
end

local function ends_with_topic(report, text)
  text = string.gsub(text, "等$", "")
  local word = report:words("ask-template-topic", string.sub(text, -6)) -- two characters
  return word ~= nil and string.sub(text, -#word) == word
end

-- The heading without its number, of digits of either width: 2．, （一）, 三、
local function topic(before)
  local text, wide = string.gsub(before, "^%s*（.-）", ""), 1
  text = string.gsub(string.gsub(text, "^%s*%(.-%)", ""), "^%s*%d+%s*", "")
  while wide > 0 do text, wide = string.gsub(text, "^\xEF\xBC[\x90-\x99]", "") end
  text = string.gsub(string.gsub(text, "^．", ""), "^%.", "")
  return (string.gsub(text, "^.-、", ""))
end

local function has_digit(text)
  return string.find(years.fold(text), "%d") ~= nil
end

local function is_heading(report, text)
  if #text == 0 or #text > TOPIC_BYTES or has_digit(text) then return false end
  return not string.find(text, "，", 1, true) and not string.find(text, "。", 1, true) and ends_with_topic(report, text)
end

local marks = { ["，"] = 3, [","] = 1, ["（"] = 3, ["("] = 1 } -- with their bytes
local any_mark = wordlist{ "，", ",", "（", "(" }

-- What stands before the comma or the bracket, and which of them it is.
local function opening(before)
  local length = marks[string.sub(before, -3)] or marks[string.sub(before, -1)]
  if length and #before > length then return string.sub(before, 1, -length - 1), string.sub(before, -length) end
end

-- What the template says should stand there: up to the stop, or in the bracket, which only a heading has.
local function hint(mention, mark)
  if mark == "，" or mark == "," then return first_sentence(mention.after) end
  if mention.cell then return nil end
  return string.match(mention.after, "^(.-)）%s*$") or string.match(mention.after, "^(.-)%)%s*$")
end

-- 机构情况，包括当年变动情况及原因。 says nothing of the department itself.
local function is_lead(report, mention)
  local before, mark = opening(mention.before)
  local rest = before and hint(mention, mark)
  if not rest or #rest < 9 or #rest > REST_BYTES or has_digit(rest) then return false end
  return is_heading(report, topic(before)) and ends_with_topic(report, rest)
end

-- 部门整体支出绩效自评报告（参考提纲）
local function is_title(_, mention)
  return #mention.before + #mention.after <= TITLE_BYTES and not string.find(mention.after, "。", 1, true)
end

-- 填表说明 at the head of a paragraph that says how to fill in the form.
local function is_instructions(report, mention)
  local first = not string.find(string.gsub(string.gsub(mention.before, "（", ""), "【", ""), "[^%s(*%d.]")
  return first and report:words("ask-instruction", mention.value) ~= nil
end

-- 二级机构1 with nothing in its row.
local function is_empty_row(mention)
  if not mention.cell or #mention.before > 12 or string.find(mention.value, "[^%s:]") and mention.value ~= "：" then
    return false
  end
  if mention.table:head(mention.cell.row) then return false end
  local tbl, row = mention.table, mention.cell.row
  local first = tbl:beside(row, mention.cell)
  local beside = first
  while beside and beside.blank do beside = tbl:beside(row, beside) end
  return first ~= nil and not beside
end

local function collect(report, filter, accept, found)
  for _, mention in ipairs(report:mentions(filter)) do
    if accept(report, mention) then found[#found + 1] = mention end
  end
end

-- The whole hint as it stands.
local function whole(mention)
  local before, mark = opening(mention.before)
  return mention:around(#topic(before) + #mark, #hint(mention, mark))
end

local function quotes(found)
  local list, seen = {}, {}
  for _, item in ipairs(found) do
    if not seen[item.text] then list[#list + 1] = "“" .. item.text .. "”" end
    seen[item.text] = true
  end
  return form.list(list, MOST)
end

local function flag(report, found, fields)
  if #found == 0 then return end
  fields.evidence, fields.count = found, #found
  fields.list_zh, fields.list_en = quotes(found)
  report:flag(fields)
end

return {
  id = "field.template_text",
  title = { zh = "残留模板文字", en = "Template's own words left in" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local phrases, leads, instructions, rows = {}, {}, {}, {}
    collect(report, { class = "find-template" }, function() return true end, phrases)
    collect(report, { class = "find-template-title" }, is_title, phrases)
    collect(report, { class = "find-template-lead", behind = any_mark }, is_lead, leads)
    collect(report, { class = "find-instructions" }, is_instructions, instructions)
    collect(report, { class = "find-template-row" }, function(_, mention) return is_empty_row(mention) end, rows)
    for i, mention in ipairs(leads) do leads[i] = whole(mention) end
    flag(report, phrases, { key = "phrase",
      zh = "残留模板的填写说明：{list_zh}（共{count}处），请删除并按说明填写",
      en = "Instructions of the template are left in: {list_en} ({count} in all)" })
    flag(report, leads, { key = "lead",
      zh = "残留模板提示语：{list_zh}，请删除并写明本单位的实际情况",
      en = "The template's hints are left in: {list_en}; say how it is in this department" })
    flag(report, instructions, { key = "instructions", level = "notice",
      zh = "正文中保留了{list_zh}等填报要求，报送、公开前请删除",
      en = "How to fill in the form ({list_en}) is still part of the text" })
    flag(report, rows, { key = "row",
      zh = "表中保留了模板行{list_zh}（共{count}行）而未填写，请填写实际内容或删除",
      en = "Rows of the template were neither filled in nor deleted: {list_en} ({count} in all)" })
  end,
}
