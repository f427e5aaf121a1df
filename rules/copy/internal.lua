-- A passage pasted elsewhere in the same report. What is normal is left alone: a goal that stands in two forms, duties
-- that stand in form and text, an indicator's name in the goal form and the self-evaluation. An echo of a form in the
-- text is a hint at most: what matters is where the two copies differ, which is mention.conflict's.
local group = require "group"

-- A copied passage counts as the other place's own content when it is at least this much of it.
local MOST = 50 -- percent

local function share(side, chars)
  return side.chars > 0 and chars * 100 // side.chars or 0
end

-- Text of its own, not a label: long enough, and the greater part of where it stands.
local function is_content(copy, minimum)
  return copy.chars >= minimum and share(copy.second, copy.chars) >= MOST
end

local function find(report, pairs_of_roles, wanted)
  local found = {}
  for _, roles in ipairs(pairs_of_roles) do
    for _, copy in ipairs(report:copies{ first = roles[1], second = roles[2], min = wanted.min }) do
      if wanted.accept(copy) then found[#found + 1] = copy end
    end
  end
  return found
end

local function total(copies)
  local chars = 0
  for _, copy in ipairs(copies) do chars = chars + copy.chars end
  return chars
end

local function sides(copies)
  local evidence, roles = {}, {}
  for _, copy in ipairs(copies) do
    for _, side in ipairs{ copy.first, copy.second } do
      evidence[#evidence + 1] = side
      roles[#roles + 1] = side.role
    end
  end
  return evidence, roles
end

local function flag(report, copies, fields)
  if #copies == 0 then return end
  local evidence, roles = sides(copies)
  fields.evidence, fields.roles = evidence, roles
  fields.from, fields.to = copies[1].first.where, copies[1].second.where
  fields.chars, fields.count = total(copies), #copies
  report:flag(fields)
end

local function goal_from_duties(report, params)
  local copies = find(report, { { "duties", "goal" }, { "goal", "duties" } }, {
    min = tonumber(params.goal), accept = function(copy) return is_content(copy, tonumber(params.goal)) end })
  flag(report, copies, { level = "warning", key = "goal",
    zh = "年度目标照抄部门职责（{from}与{to}有{chars}字相同），未结合当年工作设定目标",
    en = "The goal of the year is a copy of the department's duties ({from} and {to} share {chars} characters)" })
end

local function result_from_goal(report, params)
  local copies = find(report, { { "goal", "result" }, { "result", "goal" } }, {
    min = tonumber(params.result), accept = function(copy) return is_content(copy, tonumber(params.result)) end })
  flag(report, copies, { level = "warning", key = "result",
    zh = "实际完成情况照抄预期目标（{from}与{to}有{chars}字相同），未反映实际完成情况",
    en = "What was achieved is a copy of the goal ({from} and {to} share {chars} characters)" })
end

local function in_one_table(copy)
  return copy.first.table and copy.second.table and copy.first.table.number == copy.second.table.number
end

-- The same words under another indicator, in the same column of the same form.
local function indicators_alike(report, params)
  local minimum = tonumber(params.indicator)
  for _, role in ipairs{ "indicator", "target", "achieved" } do
    local copies = find(report, { { role, role } }, { min = minimum, accept = function(copy)
      return in_one_table(copy) and copy.first.cell.row ~= copy.second.cell.row and is_content(copy, minimum)
    end })
    for _, same in ipairs(group.by(copies, function(copy) return copy.first.text end)) do
      flag(report, same, { level = "notice", key = same[1].first.text,
        zh = "不同指标使用同一段文字（{from}与{to}，{chars}字），请核实是否误粘贴",
        en = "One text stands under different indicators ({from} and {to}, {chars} characters)" })
    end
  end
end

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
  return marked and han * 2 > characters and digits * 8 < characters and lines * 20 < characters
end

local function paragraph_twice(report, params)
  local minimum = tonumber(params.paragraph)
  local copies = find(report, prose, { min = minimum, accept = function(copy)
    return is_content(copy, minimum) and share(copy.first, copy.chars) >= MOST and is_sentence(copy.first.text)
  end })
  flag(report, copies, { level = "warning", key = "paragraph",
    also_zh = #copies > 1 and "等" .. #copies .. "段" or "", also_en = #copies > 1 and ", " .. #copies .. " in all" or "",
    zh = "正文中有段落重复出现（{from}与{to}{also_zh}，共{chars}字相同）",
    en = "A paragraph stands twice in the text ({from} and {to}{also_en}, {chars} characters)" })
end

local function echo(report, params)
  local minimum = tonumber(params.echo)
  -- the text may stand in a section on results as well
  local roles = { { "result", "body" }, { "body", "result" }, { "result", "result" } }
  local copies = find(report, roles, { min = minimum, accept = function(copy)
    return copy.chars >= minimum and (copy.first.table == nil) ~= (copy.second.table == nil)
  end })
  flag(report, copies, { level = "notice", key = "echo",
    zh = "自评表“实际完成情况”与报告正文有大段文字相同（{from}与{to}），如只改了一处请核对",
    en = "Long passages of the form stand again in the text ({from} and {to}); where one was edited, compare them" })
end

return {
  id = "copy.internal",
  title = { zh = "报告内部照抄", en = "Passage copied within the report" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  -- characters that must be the same
  params = { goal = "40", result = "30", indicator = "20", paragraph = "40", echo = "200" },
  check = function(report, params)
    goal_from_duties(report, params)
    result_from_goal(report, params)
    indicators_alike(report, params)
    paragraph_twice(report, params)
    echo(report, params)
  end,
}
