-- Scores that do not make the total score of their form. What has another cause is left to it: a score above its
-- weight (score.exceeds_weight), a row missing whose weight is missing too (score.weights).
local group = require "group"
local tell = require "tell"

-- Scores above their weight: a total cannot be right beside them.
local function impossible_scores(report)
  local places = {}
  for _, claim in ipairs(report:claims{ kind = "cap", verdict = "violated" }) do
    places[tell.place(claim.score)] = true
  end
  return places
end

-- How many points of weight a form lacks at most, by its table.
local function missing_weights(report)
  local missing = {}
  for _, claim in ipairs(report:claims{ kind = "weights", verdict = "violated" }) do
    local number = claim.total.table and claim.total.table.number or 0
    local gap = claim.stated - claim.computed
    if not missing[number] or gap > missing[number] then missing[number] = gap end
  end
  return missing
end

local function is_explained(claim, impossible, missing)
  for _, member in ipairs(claim.members) do
    if impossible[tell.place(member.fact)] then return true end
  end
  local gap = claim.total.table and missing[claim.total.table.number]
  return gap ~= nil and claim.computed < claim.stated and claim.difference <= gap
end

local function slip(claim)
  return claim.formula
end

local function flag(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  report:flag{ claim = claim, key = "scores", times_zh = zh, times_en = en,
    name = tell.line(claim.total.label or claim.total.holder or claim.total.quote),
    zh = "得分之和与所填总分不符：{name}填{stated}分，各项得分合计{computed}分（{formula}），相差{difference}分{times_zh}",
    en = "scores do not add up to the stated score: {name} states {stated}, its rows make {computed} ({formula}), "
      .. "off by {difference}{times_en}" }
end

return {
  id = "score.sum",
  title = { zh = "得分合计不符", en = "Scores do not add up" },
  severity = "warning",
  maturity = "stable",
  version = "2",
  basis = "自评表总分为各项指标得分之和",
  check = function(report)
    if not report:has_claims("scores") then return report:applicable(false) end
    local impossible, missing, found = impossible_scores(report), missing_weights(report), {}
    for _, claim in ipairs(report:claims{ kind = "scores", verdict = "violated", blocked = false }) do
      if not is_explained(claim, impossible, missing) then found[#found + 1] = claim end
    end
    for _, claims in ipairs(group.by(found, slip)) do flag(report, claims) end
  end,
}
