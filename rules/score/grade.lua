-- A grade that the score does not earn: 优 from 90, 良 from 80, 中 from 60, 差 below. A bureau with other bounds sets
-- them; a report that tells its own bounds is taken at its word and left alone.
local tell = require "tell"
local years = require "years"

local grades = {
  { words = { "优秀", "优" }, name = "优", rank = 1 },
  { words = { "良好", "良" }, name = "良", rank = 2 },
  { words = { "一般", "中" }, name = "中", rank = 3 },
  { words = { "较差", "差" }, name = "差", rank = 4 },
}

-- What stands right before a grade, so that 优化 and 中心 are none.
local lead = {
  "等次为", "等级为", "等次是", "等级是", "评定为", "评为", "结果为", "结论为", "等次：", "等级：", "定级为", "档次为", "被评为",
  "结果：", "等次:", "等级:", "结论：", "自评为", "等级", "等次", "评价为", "定为",
}

local quotes = { "“", "‘", "\"", "「", "" }

local function grade_at(text)
  for _, grade in ipairs(grades) do
    for _, word in ipairs(grade.words) do
      if string.sub(text, 1, #word) == word then return grade, string.sub(text, #word + 1) end
    end
  end
end

-- Ends a grade's word: a mark, 等级 and the like, or nothing.
local function ends(rest)
  local after_words = { "”", "’", "\"", "」", "。", "，", ",", "；", ";", "、", "）", ")", "（", "(", "等", "级", "档", " ", "." }
  for _, after in ipairs(after_words) do
    if string.sub(rest, 1, #after) == after then return true end
  end
  return rest == ""
end

local function grade_after(text, word)
  local at = 1
  while true do
    local from, to = string.find(text, word, at, true)
    if not from then return nil end
    for _, quote in ipairs(quotes) do
      if string.sub(text, to + 1, to + #quote) == quote then
        local grade, rest = grade_at(string.sub(text, to + #quote + 1))
        if grade and ends(rest) then return grade end
      end
    end
    at = to + 1
  end
end

local function grade_in(text)
  for _, word in ipairs(lead) do
    local grade = grade_after(text, word)
    if grade then return grade end
  end
end

local function earned(score, params)
  if score >= decimal(params.excellent) then return grades[1] end
  if score >= decimal(params.good) then return grades[2] end
  if score >= decimal(params.fair) then return grades[3] end
  return grades[4]
end

local any_digit = wordlist(years.digits)
local best = wordlist{ "为优", "（优", "优秀（", "优：", "优(" }

-- 90分以上为优，80-90分为良: bounds of the report's own.
local function tells_bounds(report)
  for _, sentence in ipairs(report:sentences{ contains = { "良", "差", best } }) do
    if any_digit:has(sentence.text) then return true end
  end
  return false
end

local function flag(report, fact, grade, place, params)
  local right = earned(fact.value, params)
  if right.rank == grade.rank then return end
  report:flag{ evidence = { fact, place }, roles = { "score", "grade" }, key = "grade",
    score = tostring(fact.value), given = grade.name, right = right.name,
    excellent = params.excellent, good = params.good, fair = params.fair, told = tell.line(fact.quote),
    zh = "自评得分{score}分，等次却为“{given}”；按{excellent}分以上为优、{good}分以上为良、{fair}分以上为中，应为“{right}”",
    en = "A score of {score} was graded “{given}”; by the bounds {excellent}, {good} and {fair} it is “{right}”" }
end

local wholes = { "总分", "总得分", "自评得分", "综合得分", "评价得分", "绩效得分", "最终得分", "自评分", "实得", "得分为", "自评" }

local function names_whole(fact)
  for _, word in ipairs(wholes) do
    if string.find(fact.quote, word, 1, true) then return true end
  end
  return false
end

-- The score of the whole report beside a grade: what the paragraph or, where lines were cut, the section calls so, or
-- the only score that the line has.
local function whole_score(report, sentence)
  local named, others, only, scores = nil, 0, nil, 0
  for _, fact in ipairs(report:facts{ dimension = "score", in_table = false }) do
    local scored = fact.version == "score" or (fact.version == nil and names_whole(fact) and fact.value < decimal(100))
    local score = scored and fact.value <= decimal(100)
    local here, whole = fact.line == sentence.line, score and names_whole(fact)
    if score and here then only, scores = fact, scores + 1 end
    if whole and here then return fact end
    if whole and fact.section == sentence.section then named, others = named or fact, others + (named and 1 or 0) end
  end
  if named then return others == 0 and named or nil end
  return scores == 1 and only or nil
end

-- 年度考核等次为优秀 is of the staff, or of another year's work.
local function of_another_thing(text)
  return string.find(text, "考核", 1, true) ~= nil and string.find(text, "自评", 1, true) == nil
    and string.find(text, "绩效评价", 1, true) == nil
end

local words = { "等次", "等级", "评为", "评定为", "结果为", "结论为", "自评为" }
local any_word = wordlist(words)

local function check_prose(report, params)
  local sentences = report:sentences{ contains = any_word }
  for _, word in ipairs(#sentences > 0 and words or {}) do
    for _, sentence in ipairs(sentences) do
      local grade = string.find(sentence.text, word, 1, true) and not sentence.cell
        and not of_another_thing(sentence.text) and grade_in(sentence.text)
      local fact = grade and whole_score(report, sentence)
      if fact then
        flag(report, fact, grade, sentence, params)
        return
      end
    end
  end
end

-- 评价等次 | 优 in a form that has one total score.
local function check_form(report, params)
  for _, mention in ipairs(report:mentions{ class = "find-score-label" }) do
    local cell, tbl = mention.cell, mention.table
    local beside = cell and tbl:cell(cell.row, cell.column + cell.columns)
    local graded = string.find(mention.text, "等", 1, true)
    local grade, rest = nil, ""
    if beside and graded then grade, rest = grade_at(string.gsub(beside.text, "[%s“”]", "")) end
    if grade and ends(rest) then
      for _, row in ipairs(report:indicators{ kind = "total", table = tbl }) do
        if row.score_figure then return flag(report, row.score_figure, grade, beside, params) end
      end
      for _, fact in ipairs(report:facts{ measure = "总分", table = tbl }) do
        if fact.value <= decimal(100) then return flag(report, fact, grade, beside, params) end
      end
    end
  end
end

local grade_heads = wordlist{ "等级", "等次", "评级", "评价结果", "自评结果" }

local GRADE_BYTES = 12
local HEAD_ROWS = 6

-- The column of a list of projects under a head that names grades, nil for none.
local function grade_column(tbl)
  for row = 1, math.min(HEAD_ROWS, tbl.rows) do
    for column = 1, tbl:head(row) and tbl.columns or 0 do
      local cell = tbl:cell(row, column)
      if cell and #cell.text < 40 and grade_heads:has(cell.text) then return column end
    end
  end
end

-- 项目 | 自评得分 | 等级: a list of projects, none of whose scores has a weight. The first grade that is off is told.
local function check_list(report, params)
  local columns = {}
  for _, fact in ipairs(report:facts{ version = "score", dimension = "score", in_table = true }) do
    local tbl = fact.table
    local number = tbl.number
    if columns[number] == nil then
      columns[number] = #report:facts{ version = "weight", table = tbl } == 0 and grade_column(tbl) or false
    end
    local column = columns[number]
    local cell = column and fact.value <= decimal(100) and tbl:cell(fact.row, column)
    if cell and #cell.text <= GRADE_BYTES then
      local grade, rest = grade_at(string.gsub(cell.text, "%s", ""))
      if grade and ends(rest) then flag(report, fact, grade, cell, params) end
    end
  end
end

return {
  id = "score.grade",
  title = { zh = "等次与得分不符", en = "Grade does not follow from the score" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  params = { excellent = "90", good = "80", fair = "60" },
  check = function(report, params)
    if tells_bounds(report) then return report:applicable(false) end
    check_prose(report, params)
    check_form(report, params)
    check_list(report, params)
  end,
}
