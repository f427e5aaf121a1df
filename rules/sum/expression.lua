-- A sum that the text writes out: “1+3+10”共14份. Names of plans and systems (“5+2”工作制, “1+17”规划体系) give no result and
-- are none.
local tell = require "tell"
local years = require "years"

local TERMS = "%d[%d%.]*%+[%d%.%+]*%d"
local BETWEEN = 18 -- bytes between the terms and their result, at most: a quotation mark and 共

local result = wordlist{ "共", "合计", "总计", "=", "＝", "计" }

local ends = wordlist{ "，", "。" }

local function says_result(words)
  return #words <= BETWEEN and not ends:has(words) and result:has(words)
end

local function sum_of(terms)
  local sum = decimal(0)
  for term in string.gmatch(terms, "[^%+]+") do
    local value = string.find(term, "^%d+%.?%d*$") and decimal(term)
    if not value then return nil end
    sum = sum + value
  end
  return sum
end

local function flag(report, quote, terms, stated, sum)
  local found = report:find((string.gsub(quote, "%p", "%%%0")))
  if not found then return end
  report:flag{ evidence = { found.evidence }, key = terms, formula = terms .. "=" .. tostring(sum) .. "≠" .. stated,
    told = tell.line(quote), sum = tostring(sum),
    zh = "“{told}”：各项之和为{sum}，与所写的合计不符", en = "“{told}”: the terms make {sum}" }
end

local function check_sentence(report, sentence)
  local text, at = years.fold(sentence.text), 1
  while true do
    local from, to, terms, words, stated = string.find(text, "(" .. TERMS .. ")([^%d%+]-)(%d[%d%.]*)", at)
    if not from then return end
    stated = string.gsub(stated, "%.$", "")
    local sum = says_result(words) and sum_of(terms)
    if sum and sum ~= decimal(stated) then
      local first, last = years.unfolded(sentence.text, from - 1) + 1, years.unfolded(sentence.text, to)
      flag(report, string.sub(sentence.text, first, last), terms, stated, sum)
    end
    at = to + 1
  end
end

return {
  id = "sum.expression",
  title = { zh = "算式与所写合计不符", en = "A sum that is written out is wrong" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local sentences = report:sentences{ contains = "+" }
    if #sentences == 0 then return report:applicable(false) end
    for _, sentence in ipairs(sentences) do check_sentence(report, sentence) end
  end,
}
