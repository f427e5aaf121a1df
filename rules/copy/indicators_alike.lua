-- One text under two indicators of a form, two indicators of one name, and an indicator that is a passage pasted from
-- the goals or the results. Short targets (按时完成, ≥95%) are alike everywhere and are left alone.
local copies = require "copies"
local form = require "form"
local group = require "group"
local indicators = require "indicators"

local MOST = 3 -- names in a message

local function in_one_table(copy)
  return copy.first.table and copy.second.table and copy.first.table.number == copy.second.table.number
end

-- A long passage under another indicator, in the same column of the same form.
local function passages(report, minimum)
  for _, role in ipairs{ "indicator", "target", "achieved" } do
    local found = copies.between(report, { { role, role } }, minimum, function(copy)
      return in_one_table(copy) and copy.first.cell.row ~= copy.second.cell.row and copies.is_content(copy, minimum)
    end)
    for _, same in ipairs(group.by(found, function(copy) return copy.first.text end)) do
      copies.flag(report, same, { key = same[1].first.text,
        zh = "不同指标使用同一段文字（{from}与{to}，{chars}字），请核实是否误粘贴",
        en = "One text stands under different indicators ({from} and {to}, {chars} characters)" })
    end
  end
end

local marks = wordlist{ "　", "。", "；", "，", "、", "：" }

local function bare(text)
  return (string.gsub(marks:remove(text), "[%s%p]", ""))
end

local function length(text)
  return utf8.len(text) or #text
end

-- Rows of a form's own indicators whose cells in a column say the same, in words that are no passage.
local function same_rows(forms, column, minimum, maximum)
  local function key(row)
    local text = row[column].text
    if length(text) < minimum or string.find(text, "%d") or not row.named then return nil end
    text = bare(text)
    local long = length(text) >= minimum and length(text) < maximum
    return long and text or nil
  end
  local found = {}
  for _, part in ipairs(forms) do
    for _, rows in ipairs(part:alike(column)) do
      for _, same in ipairs(group.by(rows, key)) do found[#found + 1] = same end
    end
  end
  return found
end

-- Rows whose names differ.
local function named_apart(rows)
  local names, apart = {}, {}
  for _, row in ipairs(rows) do
    local name = bare(row.name.text)
    if not names[name] then apart[#apart + 1] = row end
    names[name] = true
  end
  return apart
end

local function flag_rows(report, rows, role, fields)
  local names, evidence = {}, {}
  for i, row in ipairs(rows) do
    names[i], evidence[i] = "“" .. indicators.short(row.name) .. "”", row[role]
  end
  fields.list_zh, fields.list_en = form.list(names, MOST)
  fields.text, fields.evidence, fields.key = indicators.short(rows[1][role]), evidence, role .. rows[1][role].text
  report:flag(fields)
end

-- Targets in the same words, shorter than a passage.
local function targets(report, forms, params)
  for _, same in ipairs(same_rows(forms, "target", tonumber(params.target), tonumber(params.passage))) do
    same = named_apart(same)
    if #same > 1 then
      flag_rows(report, same, "target", {
        zh = "不同指标{list_zh}的指标值都是“{text}”，请核实是否误粘贴",
        en = "Different indicators have the same words for a target, “{text}”: {list_en}" })
    end
  end
end

-- An indicator that is weighed twice.
local function names(report, forms, params)
  for _, same in ipairs(same_rows(forms, "name", tonumber(params.name), tonumber(params.passage))) do
    if #same > 1 then
      flag_rows(report, same, "name", {
        zh = "指标“{text}”在同一张表中重复设置，请合并或改为不同的指标",
        en = "The indicator “{text}” stands more than once in one form" })
    end
  end
end

-- An indicator that is a passage of the goals, the results or the text.
local function pasted(report, minimum)
  local found = {}
  for _, role in ipairs{ "goal", "result" } do
    for _, copy in ipairs(copies.between(report, { { role, "indicator" } }, minimum, function(copy)
      return copies.is_content(copy, minimum)
    end)) do found[#found + 1] = copy end
  end
  copies.flag(report, found, { level = "warning", key = "pasted",
    zh = "三级指标照抄大段目标或成绩表述（{from}与{to}有{chars}字相同），不是可衡量的指标",
    en = "An indicator is a passage pasted from the goals or results ({from} and {to} share {chars} characters)" })
end

return {
  id = "copy.indicators_alike",
  title = { zh = "指标内容雷同", en = "Indicators alike" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  -- characters: of a passage under two indicators, of one pasted for an indicator, of a target, of a name
  params = { passage = "20", pasted = "50", target = "10", name = "6" },
  check = function(report, params)
    local forms = report:forms()
    if #forms == 0 then return report:applicable(false) end
    passages(report, tonumber(params.passage))
    targets(report, forms, params)
    names(report, forms, params)
    pasted(report, tonumber(params.pasted))
  end,
}
