-- What stands where something was to be filled in: XX局, ____, 请填写, a row of …… that the template keeps for more,
-- a formula that failed. Each kind is one finding with a count.
local form = require "form"

local MOST = 6 -- places that a message names

-- A word stands at the very start of a text.
local function starts(report, class, text)
  text = string.gsub(text, "^%s+", "")
  for length = 9, 1, -1 do -- up to three characters
    local head = string.sub(text, 1, length)
    if #head == length and utf8.len(head) and report:words(class, head) == head then return true end
  end
  return false
end

local numerals = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" }

-- 二○○○年, 一九○○年: the noughts of a year.
local function is_year(mention)
  if not (string.find(mention.text, "○", 1, true) or string.find(mention.text, "〇", 1, true)) then return false end
  for _, numeral in ipairs(numerals) do
    if string.sub(mention.before, -#numeral) == numeral then return true end
  end
  return false
end

-- XX before a word that it stands for; not a masked name (张××), not Latin letters (XXL).
local function is_mark(report, mention)
  if is_year(mention) then return false end
  if string.find(mention.before, "%a$") or string.find(mention.after, "^[%a*]") then return false end
  if string.find(mention.text, "_", 1, true) then
    local label = string.find(mention.before, ":%s*$") or string.find(mention.before, "：%s*$")
    return not label and string.find(mention.before, "[^%s_]") ~= nil and starts(report, "ask-placeholder-noun",
      (string.gsub(mention.after, "^_+", "")))
  end
  return starts(report, "ask-placeholder-noun", mention.after)
end

-- 0000年, not 20000年; 待补充, not 有待补充.
local function is_word(mention)
  return not string.find(mention.before, "[%d.,/-]$") and not string.find(mention.before, "有$")
end

local function is_row(mention)
  local alone = mention.before .. mention.value
  return mention.cell ~= nil and not string.find(string.gsub(alone, "…", ""), "[^%s.]")
end

-- One mention of each text: ______ is found as several.
local function quotes(found)
  local list, seen = {}, {}
  for _, mention in ipairs(found) do
    local after = mention.after
    local second = utf8.offset(after, 2)
    local quote = mention.text .. (second and string.sub(after, 1, second - 1) or "")
    if not seen[quote] then
      seen[quote] = true
      list[#list + 1] = "“" .. quote .. "”"
    end
  end
  return form.list(list, MOST)
end

local function flag(report, found, key, zh, en)
  if #found == 0 then return end
  local list_zh, list_en = quotes(found)
  report:flag{ evidence = found, key = key, count = #found, list_zh = list_zh, list_en = list_en, zh = zh, en = en }
end

local function collect(report, class, accept)
  local found = {}
  for _, mention in ipairs(report:mentions{ class = class }) do
    if accept(mention) then found[#found + 1] = mention end
  end
  return found
end

return {
  id = "field.placeholder",
  title = { zh = "占位符未替换", en = "Placeholder left in" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local marks = collect(report, "find-placeholder-mark", function(mention) return is_mark(report, mention) end)
    for _, mention in ipairs(collect(report, "find-placeholder", is_word)) do marks[#marks + 1] = mention end
    flag(report, marks, "mark", "占位内容未替换为实际内容：{list_zh}（共{count}处），请填写",
      "Placeholders were not replaced: {list_en} ({count} in all)")
    flag(report, collect(report, "find-ellipsis", is_row), "row",
      "表中残留模板的省略号行“……”共{count}处，请填写实际内容或删除空行",
      "Rows of dots that the template keeps for more are left in the tables ({count} in all)")
    flag(report, collect(report, "find-formula-error", is_word), "formula",
      "表中有公式出错：{list_zh}（共{count}处），单元格没有数值，请改正公式或填写数值",
      "Formulas failed: {list_en} ({count} in all); the cells have no figure")
  end,
}
