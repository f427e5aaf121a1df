-- A passage that was pasted and then edited on one side: a figure differs between the two, or a word. Figures are worth
-- a look; a word may have been put right in one place only.
local same = require "same"
local tell = require "tell"

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

-- Characters of a text without blanks.
local function characters(text)
  local chars = {}
  for _, code in utf8.codes(text) do
    if code > 32 and code ~= 0x3000 and code ~= 0xA0 then chars[#chars + 1] = code end
    if #chars == READ then break end
  end
  return chars
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

local function word(chars, from, count)
  local codes = {}
  for k = from, from + count - 1 do
    if not is_han(chars[k]) then return nil end
    codes[#codes + 1] = utf8.char(chars[k])
  end
  return table.concat(codes)
end

-- Pairs of words that differ, or nil where the two were rewritten.
local function edits_of(a, b)
  local edits, i, j = {}, 1, 1
  while a[i] and b[j] do
    if a[i] == b[j] then
      i, j = i + 1, j + 1
    else
      local x, y = edit_at(a, i, b, j)
      local one, other = x and word(a, i, x), x and word(b, j, y)
      if not (one and other) or #edits == EDITS then return nil end
      -- a word is read better with the character before it
      local before = i > 1 and is_han(a[i - 1]) and utf8.char(a[i - 1]) or ""
      edits[#edits + 1] = { before .. one, before .. other }
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

local function flag_words(report, copy, edits)
  local zh, en = {}, {}
  for i, edit in ipairs(edits) do
    zh[i] = "“" .. edit[1] .. "”与“" .. edit[2] .. "”"
    en[i] = "“" .. edit[1] .. "” and “" .. edit[2] .. "”"
  end
  report:flag{ evidence = { copy.first, copy.second }, roles = { "first", "second" }, level = "notice",
    key = table.concat(zh), from = copy.first.where, to = copy.second.where,
    list_zh = table.concat(zh, "、"), list_en = table.concat(en, ", "),
    zh = "同一段文字两处用词不同（{from}与{to}）：{list_zh}，请核对哪一处正确",
    en = "One passage, two words ({from} and {to}): {list_en}; see which is right" }
end

local function check_words(report)
  local told = {}
  for _, copy in ipairs(report:copies{ min = LONG }) do
    local edits = is_pasted(copy) and edits_of(characters(copy.first.text), characters(copy.second.text))
    local key = edits and edits[1] and not is_parallel(edits) and edits[1][1] .. edits[1][2]
    if key and not told[key] then
      told[key] = true
      flag_words(report, copy, edits)
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
    for _, claims in ipairs(same.slips(report, true)) do flag_figure(report, claims) end
    check_words(report)
  end,
}
