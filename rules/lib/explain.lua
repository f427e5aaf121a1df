-- Finds where a report explains why it spent more than it was budgeted.
local explain = {}

-- Words that say that spending went past a budget, or that money was added to it. Each has one of `topics` in it, by
-- which its sentences are found.
local topics = { "预算", "追加", "超支", "调增", "年初未", "年中下达" }
local any_topic = wordlist(topics)
local over = wordlist{
  "超预算", "超出预算", "超年初预算", "超出年初预算", "超过预算", "超过年初预算", "超支", "大于预算", "大于年初预算",
  "高于预算", "高于年初预算", "多于预算", "多于年初预算", "追加", "调增", "年初未安排", "年初未列", "年中下达",
}

-- Words that do so beside 预算 only: spending also grows against last year.
local beside_budget = wordlist{ "超出", "超过", "突破", "多支", "增加", "增长", "差异", "新增", "调整", "上级" }

-- Words that speak of spending past a budget as such, wherever in the report they stand.
local general = wordlist{
  "超预算", "超出预算", "超年初预算", "超出年初预算", "超过年初预算", "大于年初预算", "高于年初预算", "执行超过",
}

-- How far after a figure its explanation may stand, in lines of the same section.
local NEAR = 3

local function explains(report, text)
  local speaks = over:has(text) or (string.find(text, "预算", 1, true) and beside_budget:has(text))
  return speaks and report:words("explanation", text) ~= nil
end

-- The sentences that explain an overrun.
local function reasons(report)
  local found = {}
  for _, sentence in ipairs(report:sentences{ contains = any_topic }) do
    local text = sentence.text
    if explains(report, text) then found[#found + 1] = { sentence = sentence, text = text } end
  end
  return found
end

-- The sentence that explains an overrun of `fact`, or nil: one near the figure, else one on the overrun as such.
function explain.of(report, fact)
  local found, elsewhere = reasons(report), nil
  for _, topic in ipairs(topics) do
    for _, reason in ipairs(found) do
      if string.find(reason.text, topic, 1, true) then
        local sentence = reason.sentence
        local after = sentence.line - fact.line
        if sentence.section == fact.section and after >= 0 and after <= NEAR then return sentence end
        if not elsewhere and general:has(reason.text) then elsewhere = sentence end
      end
    end
  end
  return elsewhere
end

return explain
