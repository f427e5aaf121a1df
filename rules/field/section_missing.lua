-- A self-evaluation or evaluation report that nowhere says what did not go well, or what will be done about it: the
-- outline that finance bureaus prescribe ends with both. Only a report with several sections of prose is judged, and
-- any sentence on the matter is enough. A section on problems that has figures and no word of a problem is the other
-- way to leave it out.
local years = require "years"

local SECTIONS_LEAST = 4
local TEXT_MOST = 1500   -- bytes: a long section has problems somewhere
local FIGURES_LEAST = 2

local parts = {
  { "find-problems", "存在的问题及原因分析", "the problems and their causes", { "问题", "不足", "偏离", "偏差", "未完成" } },
  { "find-measures", "改进措施（有关建议）", "measures to improve", { "措施", "打算", "建议" } },
}

-- 五、问题: a heading of few words.
local function has_heading(report, words)
  for _, section in ipairs(report:sections()) do
    for _, word in ipairs(section.level > 1 and section.title and words or {}) do
      if string.find(section.title, word, 1, true) then return true end
    end
  end
  return false
end

local function is_report(report)
  local title = report.title
  if not title or not report:words("ask-evaluation-title", title) then return false end
  local sections = 0
  for _, section in ipairs(report:sections{ level = 2 }) do
    if section.label then sections = sections + 1 end
  end
  return sections >= SECTIONS_LEAST
end

local function figures_in(text)
  text = years.fold(text)
  local _, amounts = string.gsub(text, "%d%s*万元", "")
  local _, rates = string.gsub(text, "%d%s*%%", "")
  return amounts + rates
end

-- 存在的问题及原因分析 over a comparison of income with last year's.
local function is_off_topic(report, section)
  if section.level < 2 or section.part then return false end
  local text = section.text
  local from = select(2, string.find(text, section.title, 1, true))
  local rest = from and string.sub(text, from + 1) or text
  return #rest <= TEXT_MOST and figures_in(rest) >= FIGURES_LEAST and not report:words("ask-shortcoming", rest)
end

local function flag_off_topic(report)
  for _, section in ipairs(report:sections{ title = "ask-problems-title" }) do
    if is_off_topic(report, section) then
      report:flag{ evidence = { section }, key = "off topic", heading = section.title,
        zh = "“{heading}”部分没有写存在的问题，只有收支数据的说明，请按标题补充问题及原因",
        en = "The section “{heading}” has figures and says of no problem" }
    end
  end
end

return {
  id = "field.section_missing",
  title = { zh = "缺少规定内容", en = "Required part missing" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not is_report(report) then return report:applicable(false) end
    if report.partial then return report:short("parts of the document could not be read") end
    flag_off_topic(report)
    local zh, en = {}, {}
    for _, part in ipairs(parts) do
      if #report:mentions{ class = part[1] } == 0 and not has_heading(report, part[4]) then
        zh[#zh + 1] = "“" .. part[2] .. "”"
        en[#en + 1] = part[3]
      end
    end
    if #zh == 0 then return end
    local sections = report:sections()
    report:flag{ evidence = { sections[#sections] }, key = table.concat(en, "|"),
      list_zh = table.concat(zh, "、"), list_en = table.concat(en, " and "),
      zh = "报告全文没有{list_zh}部分，请按报告提纲补充",
      en = "The report says nowhere {list_en}" }
  end,
}
