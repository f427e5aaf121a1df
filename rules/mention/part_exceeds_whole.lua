-- A part that is more than its whole: 项目支出 in the form above 支出合计 in the text; and a share of the people, cases or
-- works there are, such as a rate of satisfaction, above 100 %. Rates of completion may well be.
local group = require "group"
local parts = require "parts"
local tell = require "tell"

local SURE = 60 -- below, the columns of a table are a guess

local function formula(claim)
  return claim.formula
end

local function flag_part(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, level = "warning", key = claim.part.measure, times_zh = zh, times_en = en,
    part_told = tell.fact(claim.part), whole_told = tell.fact(claim.total),
    zh = "分项大于总额：{part.where}的“{part_told}”大于{total.where}的“{whole_told}”，多出{difference}{unit}{times_zh}",
    en = "A part exceeds its whole: “{part_told}” ({part.where}) is more than “{whole_told}” ({total.where}) by "
      .. "{difference}{unit}{times_en}" }
end

-- ------------------------------------------------------------------ shares above 100 %

local hundred = decimal(100)

-- The words that name the rate, its indicator's name among them.
local function names(fact)
  return (fact.label or "") .. " " .. (fact.holder or "") .. " " .. (fact.measure or "")
end

local moved = { change = true, growth = true, weight = true, score = true, share = true }

-- 完成率 over a column: how much of its target an indicator reached, whatever the indicator is.
local function is_completion(fact)
  local tbl = fact.table
  if not (tbl and fact.row and fact.column_index) then return false end
  for row = fact.row - 1, 1, -1 do
    if tbl:head(row) then
      local cell = tbl:cell(row, fact.column_index)
      return cell ~= nil and string.find(cell.text, "完成", 1, true) ~= nil
        and (string.find(cell.text, "率", 1, true) or string.find(cell.text, "比例", 1, true)) ~= nil
    end
  end
  return false
end

local function is_impossible(report, fact)
  if moved[fact.version or ""] or fact.direction ~= 0 then return false end
  return report:words("share-rate", names(fact)) ~= nil and not is_completion(fact)
end

local function name_of(report, fact)
  return report:words("share-rate", names(fact))
end

local function check_rates(report)
  local found = {}
  for _, fact in ipairs(report:facts{ dimension = "percent", above = hundred }) do
    if is_impossible(report, fact) then found[#found + 1] = fact end
  end
  local same = group.by(found, function(fact) return name_of(report, fact) .. tostring(fact.value) end)
  for _, facts in ipairs(same) do
    local zh, en = group.times(#facts)
    report:flag{ evidence = facts, key = name_of(report, facts[1]), level = "warning", times_zh = zh, times_en = en,
      name = name_of(report, facts[1]), told = tell.line(facts[1].text),
      zh = "{name}{told}超过100%，部分不可能大于全部{times_zh}",
      en = "{name} of {told}: a share cannot be more than 100%{times_en}" }
  end
end

return {
  id = "mention.part_exceeds_whole",
  title = { zh = "部分大于全部", en = "A part exceeds its whole" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local violated = {}
    for _, claim in ipairs(report:claims{ kind = "sum", basis = "lexicon", verdict = "violated", blocked = false }) do
      if parts.is(claim) and claim.confidence >= SURE then violated[#violated + 1] = claim end
    end
    for _, claims in ipairs(group.by(violated, formula)) do flag_part(report, claims) end
    check_rates(report)
  end,
}
