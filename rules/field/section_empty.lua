-- A heading of an evaluation report with nothing under it before the next one of its rank. Headings that follow each
-- other without text are a table of contents or a list and are left alone.
local form = require "form"

local DEEPEST = 3 -- 一、 and （一）; what is numbered deeper is often a list

-- A heading that lost its number is read as a part of the section before it; some never are.
local function is_own(report, child)
  return not child.label and child.title ~= nil and report:words("ask-section-own", child.title) ~= nil
end

local function is_title(section)
  local title = section.title
  if not section.label or section.level < 2 or section.level > DEEPEST then return false end
  return not (string.find(title, "[%d:,]") or string.find(title, "：", 1, true) or string.find(title, "，", 1, true))
end

local function count_titles(report)
  local times = {}
  for _, section in ipairs(report:sections()) do
    local title = section.title or ""
    times[title] = (times[title] or 0) + 1
  end
  return times
end

-- Sections that may not be empty and are: headings of a report, each title once, none with parts of its own.
local function empty_sections(report)
  local found, times = {}, nil
  for _, section in ipairs(report:sections{ empty = true, title = "ask-section-topic" }) do
    local part = section.part
    if is_title(section) and (not part or is_own(report, part)) then
      times = times or count_titles(report)
      if times[section.title] == 1 then found[#found + 1] = section end
    end
  end
  return found
end

-- Without those that follow another of their rank: of such a row the first is left out too.
local function not_in_a_row(sections)
  local found, last = {}, nil
  for _, section in ipairs(sections) do
    local in_a_row = last and last.number == section.number - 1 and last.level == section.level
    if in_a_row then found[#found] = nil else found[#found + 1] = section end
    last = section
  end
  return found
end

-- Sections of the first rank that are not among these.
local function count_written(report, empty)
  local written = 0
  for _, section in ipairs(report:sections{ level = 2 }) do
    if section.label then written = written + 1 end
  end
  for _, section in ipairs(empty) do
    if section.level == 2 then written = written - 1 end
  end
  return written
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
    local empty = empty_sections(report)
    local found = not_in_a_row(empty)
    if #found == 0 or #found >= count_written(report, empty) then return end
    local names = {}
    for i, section in ipairs(found) do names[i] = "“" .. section.label .. section.title .. "”" end
    local list_zh, list_en = form.list(names, 5)
    report:flag{ evidence = found, key = "empty", list_zh = list_zh, list_en = list_en,
      zh = "{list_zh}标题下没有内容，请补充；确无内容的请写明“无”",
      en = "Nothing stands under {list_en}" }
  end,
}
