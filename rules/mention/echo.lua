-- A passage that was pasted and then edited on one side: a figure differs between the two, or a word. Figures are worth
-- a look; a word may have been put right in one place only.
local same = require "same"
local tell = require "tell"
local years = require "years"

-- ------------------------------------------------------------------ figures

local function flag_figure(report, claims)
  local claim = claims[1]
  report:flag{ claim = claim, evidence = same.places(claims), key = claim.first.measure or claim.first.label,
    name = tell.line(claim.first.label or ""), a = tell.fact(claim.first), b = tell.fact(claim.second),
    zh = "同一段文字两处数字不同（{name}）：{first.where}为“{a}”，{second.where}为“{b}”，疑只改了一处",
    en = "One passage, two figures ({name}): {first.where} has “{a}”, {second.where} has “{b}”; edited in one place "
      .. "only" }
end

-- ------------------------------------------------------------------ words

local LONG = 60 -- characters of a passage that is no set phrase
local EDIT = 4 -- characters that one word has at most
local SAME = 8 -- characters after an edit that must be alike
local EDITS = 3 -- more of them and the passage was rewritten
local READ = 1200 -- characters looked at

local blanks = wordlist{ " ", "\t", "\r", "\n", "\f", "　", "\u{A0}" }

-- Characters of a text without blanks.
local function characters(text)
  text = blanks:remove(text)
  return { utf8.codepoint(text, 1, (utf8.offset(text, READ + 1) or #text + 1) - 1) }
end

local function is_han(code)
  return code >= 0x4E00 and code <= 0x9FFF
end

local function alike(a, i, b, j)
  for k = 0, SAME - 1 do
    if not a[i + k] or a[i + k] ~= b[j + k] then return false end
  end
  return true
end

-- The words that stand in one place for those in the other: how many of each.
local function edit_at(a, i, b, j)
  for size = 2, 2 * EDIT do
    for x = 1, size - 1 do
      local y = size - x
      if x <= EDIT and y <= EDIT and alike(a, i + x, b, j + y) then return x, y end
    end
  end
end

-- Digits and the point, of either width.
local function is_digit(code)
  if code and code >= 0xFF00 then code = code - 0xFEE0 end
  return code and (code >= 48 and code <= 57 or code == 46)
end

local function text_of(chars, from, to)
  local codes = {}
  for k = from, to do codes[#codes + 1] = utf8.char(chars[k]) end
  return table.concat(codes)
end

local function all(chars, from, to, is)
  for k = from, to do
    if not is(chars[k]) then return false end
  end
  return true
end

local AROUND = 6 -- characters on either side by which a figure is found again

-- A pattern for what stands there, however it is spaced.
local function pattern_at(chars, from, to)
  local codes = {}
  for k = math.max(1, from - AROUND), math.min(#chars, to + AROUND) do
    codes[#codes + 1] = string.gsub(utf8.char(chars[k]), "%p", "%%%0")
  end
  return table.concat(codes, "%s*")
end

-- What was edited, whole: a word with the character before it, or a figure and a pattern that finds it. Nil for
-- anything else.
local function edited(chars, from, count)
  local to = from + count - 1
  if all(chars, from, to, is_han) then
    return text_of(chars, from > 1 and is_han(chars[from - 1]) and from - 1 or from, to)
  elseif all(chars, from, to, is_digit) then
    while is_digit(chars[from - 1]) do from = from - 1 end
    while is_digit(chars[to + 1]) do to = to + 1 end
    return text_of(chars, from, to), pattern_at(chars, from, to)
  end
end

-- Pairs of words or of figures that differ, { one, other, find = patterns of figures }, or nil where the two were
-- rewritten.
local function edits_of(a, b)
  local edits, i, j = {}, 1, 1
  while a[i] and b[j] do
    if a[i] == b[j] then
      i, j = i + 1, j + 1
    else
      local x, y = edit_at(a, i, b, j)
      if not x then return nil end
      local one, find_one = edited(a, i, x)
      local other, find_other = edited(b, j, y)
      if not (one and other) or not find_one ~= not find_other or #edits == EDITS then return nil end
      edits[#edits + 1] = { one, other, find = find_one and { find_one, find_other } }
      i, j = i + x, j + y
    end
  end
  return edits
end

-- Two levels of government, income and spending are told of in the same words, by right.
local parallel = { "本级", "级", "收入", "支出", "全省", "上年", "本年", "预算", "决算", "增", "减", "升", "降" }

local function is_parallel(edits)
  for _, edit in ipairs(edits) do
    for _, text in ipairs(edit) do
      for _, known in ipairs(parallel) do
        if string.find(text, known, 1, true) then return true end
      end
    end
  end
  return false
end

-- Pasted from one part of the report into another: a form and its text, a goal and what came of it.
local function is_pasted(copy)
  local first, second = copy.first, copy.second
  return first.role ~= second.role or (first.cell == nil) ~= (second.cell == nil)
end

-- A goal and what came of it may differ in their figures.
local planned = { goal = true, target = true, duties = true }

local function is_one_statement(copy)
  return not planned[copy.first.role] == not planned[copy.second.role]
end

-- The figures themselves where they can be found again, else the passages.
local function places(report, copy, edits)
  local found = {}
  for _, edit in ipairs(edits) do
    for side = 1, 2 do
      local place = edit.find and report:find(edit.find[side])
      found[#found + 1] = place and place.evidence
    end
  end
  if #found == 2 * #edits then return found end
  return { copy.first, copy.second }
end

local function flag_edits(report, copy, edits)
  local zh, en, figure = {}, {}, false
  for i, edit in ipairs(edits) do
    zh[i] = "“" .. edit[1] .. "”与“" .. edit[2] .. "”"
    en[i] = "“" .. edit[1] .. "” and “" .. edit[2] .. "”"
    figure = figure or edit.find
  end
  local evidence = places(report, copy, edits)
  report:flag{ evidence = evidence, roles = { "first", "second" }, from = evidence[1].where, to = evidence[2].where,
    level = figure and "warning" or "notice", key = table.concat(zh),
    list_zh = table.concat(zh, "、"), list_en = table.concat(en, ", "), what_zh = figure and "数字" or "用词",
    what_en = figure and "figures" or "words",
    zh = "同一段文字两处{what_zh}不同（{from}与{to}）：{list_zh}，请核对哪一处正确",
    en = "One passage, two {what_en} ({from} and {to}): {list_en}; see which is right" }
end

-- Without the figures that are told already, and those that may differ.
local function worth_telling(copy, edits, told)
  local left = {}
  for _, edit in ipairs(edits) do
    local known = told[years.fold(edit[1])] and told[years.fold(edit[2])]
    if not edit.find or (is_one_statement(copy) and not known) then left[#left + 1] = edit end
  end
  return left
end

local function check_edits(report, figures)
  local told = {}
  for _, copy in ipairs(report:copies{ min = LONG }) do
    local differs = is_pasted(copy) and not copy.same
    local edits = differs and edits_of(characters(copy.first.text), characters(copy.second.text))
    edits = edits and not is_parallel(edits) and worth_telling(copy, edits, figures) or {}
    local key = edits[1] and edits[1][1] .. edits[1][2]
    if key and not told[key] then
      told[key] = true
      flag_edits(report, copy, edits)
    end
  end
end

return {
  id = "mention.echo",
  title = { zh = "粘贴的文字只改了一处", en = "A pasted passage was edited in one place" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local figures = {}
    for _, claims in ipairs(same.slips(report, true)) do
      flag_figure(report, claims)
      for _, claim in ipairs(claims) do
        figures[tostring(claim.first.value)], figures[tostring(claim.second.value)] = true, true
      end
    end
    check_edits(report, figures)
  end,
}
