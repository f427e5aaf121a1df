-- A passage pasted elsewhere in the same report. An echo of a form in the text is a hint at most: what matters is where
-- the two copies differ, which is mention.echo's.
local copies = require "copies"
local years = require "years"

-- Prose: the problems and the measures against them are reasons.
local prose = { { "body", "body" }, { "body", "reason" }, { "reason", "body" }, { "reason", "reason" } }

-- Sentences, not the lines of a list or of a table whose cells were lost: marks of sentences, no wide blanks, few
-- figures.
local function is_sentence(text)
  if string.find(text, "   ", 1, true) or string.find(text, "\f", 1, true) then return false end
  local marked = string.find(text, "。", 1, true) or string.find(text, "，", 1, true)
    or string.find(text, "；", 1, true) or string.find(text, "[^%d],[^%d]")
  local _, digits = string.gsub(text, "%d", "")
  local _, lines = string.gsub(text, "\n", "")
  local characters = utf8.len(text) or #text
  local han = (#text - characters) // 2 -- three bytes each
  return marked and han * 2 > characters and digits * 3 < characters and lines * 20 < characters
end

-- Parallel sentences have their own figures each: a slip is what has the same ones.
local function same_figures(copy)
  local first = string.gsub(years.fold(copy.first.text), "[^%d]", "")
  return first == string.gsub(years.fold(copy.second.text), "[^%d]", "")
end

local notes = { "注：", "注:", "本表" }

local function is_note(text)
  for _, word in ipairs(notes) do
    if string.find(string.sub(text, 1, 30), word, 1, true) then return true end
  end
  return false
end

-- Evaluation reports only: gazettes and collections of tables say things twice by design.
local function paragraph_twice(report, params)
  if not report.title or not report:words("ask-evaluation-title", report.title) then return end
  local minimum = tonumber(params.paragraph)
  local found = copies.between(report, prose, minimum, function(copy)
    return copies.is_whole(copy, minimum) and is_sentence(copy.first.text) and same_figures(copy)
      and not is_note(copy.first.text)
  end)
  copies.flag(report, found, { level = "warning", key = "paragraph",
    also_zh = #found > 1 and "等" .. #found .. "段" or "", also_en = #found > 1 and ", " .. #found .. " in all" or "",
    zh = "正文中有段落重复出现（{from}与{to}{also_zh}，共{chars}字相同）",
    en = "A paragraph stands twice in the text ({from} and {to}{also_en}, {chars} characters)" })
end

-- A sentence pasted twice into one paragraph, whatever the report is: nobody says a thing twice in one breath.
local function sentence_twice(report, params)
  local found = {}
  for _, copy in ipairs(report:copies{ min = tonumber(params.sentence) }) do
    local one = copy.first.line == copy.second.line and copy.first.table == nil and copy.second.table == nil
    if one and string.sub(copy.first.text, -3) == "。" and is_sentence(copy.first.text) and same_figures(copy) then
      found[#found + 1] = copy
    end
  end
  copies.flag(report, found, { level = "warning", key = "sentence",
    zh = "同一段内有文字重复出现（{from}，{chars}字相同）",
    en = "A passage stands twice in one paragraph ({from}, {chars} characters)" })
end

local function echo(report, params)
  local minimum = tonumber(params.echo)
  -- the text may stand in a section on results as well
  local roles = { { "result", "body" }, { "body", "result" }, { "result", "result" } }
  local found = copies.between(report, roles, minimum, function(copy)
    return (copy.first.table == nil) ~= (copy.second.table == nil)
  end)
  if #found == 0 then return end
  -- Only where they begin: an edit inside makes two passages of one, and is mention.echo's.
  local first, second = found[1].first, found[1].second
  report:flag{ level = "notice", key = "echo", evidence = { first.opening, second.opening },
    roles = { first.role, second.role }, from = first.where, to = second.where,
    zh = "自评表“实际完成情况”与报告正文有大段文字相同（{from}与{to}），如只改了一处请核对",
    en = "Long passages of the form stand again in the text ({from} and {to}); where one was edited, compare them" }
end

return {
  id = "copy.internal",
  title = { zh = "报告内部照抄", en = "Passage copied within the report" },
  severity = "warning",
  maturity = "stable",
  version = "2",
  params = { paragraph = "40", sentence = "30", echo = "200" }, -- characters that must be the same
  check = function(report, params)
    paragraph_twice(report, params)
    sentence_twice(report, params)
    echo(report, params)
  end,
}
