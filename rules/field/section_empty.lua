-- A heading of an evaluation report with nothing under it before the next one of its rank. Headings that follow each
-- other without text are a table of contents or a list and are left alone.
local form = require "form"

local DEEPEST = 3 -- 一、 and （一）; what is numbered deeper is often a list

-- A heading that lost its number is read as a part of the section before it; some never are.
local function is_own(report, child)
  return not child.label and child.title ~= nil and report:words("ask-section-own", child.title) ~= nil
end

local function is_title(report, section)
  local title = section.title
  if not title or not section.label or section.level < 2 or section.level > DEEPEST then return false end
  local joined = string.find(title, "[%d:,]") or string.find(title, "：", 1, true) or string.find(title, "，", 1, true)
  return not joined and report:words("ask-section-topic", title) ~= nil
end

-- Sections that may be empty: headings of a report, each title once, none with parts of its own.
local function candidates(report, sections)
  local seen = {}
  for _, section in ipairs(sections) do
    local title = section.title or ""
    seen[title] = (seen[title] or 0) + 1
  end
  return function(i)
    local section, child = sections[i], sections[i + 1]
    if not is_title(report, section) or seen[section.title] > 1 then return false end
    if not child or child.level <= section.level then child = nil end
    return (not child or is_own(report, child)) and section.empty
  end
end

return {
  id = "field.section_empty",
  title = { zh = "标题下没有内容", en = "Section without text" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local title = report.title
    if not title or not report:words("ask-evaluation-title", title) then return report:applicable(false) end
    if report.partial then return report:short("parts of the document could not be read") end
    local sections, found, written = report:sections(), {}, 0
    local may_be = candidates(report, sections)
    local last = 0
    for i, section in ipairs(sections) do
      if may_be(i) then
        local in_a_row = last > 0 and last == i - 1 and sections[last].level == section.level
        if in_a_row then found[#found] = nil else found[#found + 1] = section end
        last = i
      elseif section.label and section.level == 2 then
        written = written + 1
      end
    end
    if #found == 0 or #found >= written then return end
    local names = {}
    for i, section in ipairs(found) do names[i] = "“" .. section.label .. section.title .. "”" end
    local list_zh, list_en = form.list(names, 5)
    report:flag{ evidence = found, key = "empty", list_zh = list_zh, list_en = list_en,
      zh = "{list_zh}标题下没有内容，请补充；确无内容的请写明“无”",
      en = "Nothing stands under {list_en}" }
  end,
}
