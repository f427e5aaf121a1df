-- The funds row's score is its weight times the rate of execution, at most the weight. Some bureaus score by steps
-- instead (95 % and above: full marks): a round score that is not below the product may be such a step and is worth
-- knowing only, unless the report's own words explain it.
local group = require "group"
local tell = require "tell"

-- Steps are whole or half points.
local function is_round(score)
  return score * decimal(2) == (score * decimal(2)):round(0)
end

local scoring = wordlist{ "得满分", "计满分", "不得分", "扣" }

-- 执行率≥95%得满分: the report says how it scored.
local function says_how(report)
  return #report:sentences{ contains = { "执行率", "分", scoring } } > 0
end

-- 合计 of projects that are scored one by one: its points are theirs, added up.
local function added_up(report)
  local places = {}
  for _, claim in ipairs(report:claims{ kind = "scores" }) do
    if claim.verdict ~= "violated" then places[tell.place(claim.total)] = true end
  end
  return places
end

local function flag(report, claim)
  local step = is_round(claim.score.value) and claim.score.value >= claim.computed
  report:flag{ claim = claim, level = step and "notice" or "warning", key = claim.score.table and "form" or "prose",
    what = claim.score.label or "预算执行率",
    tail_zh = step and "；如按分档计分，请注明计分办法" or "，请核实",
    tail_en = step and "; if it was scored by steps, the form should say so" or "",
    zh = "预算执行得分{stated}分，与分值×执行率不符：{formula}，应为{computed}分{tail_zh}",
    en = "the score for execution is {stated}, not weight times rate: {formula}; it should be {computed}{tail_en}" }
end

return {
  id = "score.execution",
  title = { zh = "预算执行得分与执行率不符", en = "Score for execution is not weight times rate" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "自评表预算执行率得分按分值×执行率计算，以该项分值为上限",
  check = function(report)
    local found = {}
    for _, claim in ipairs(report:claims{ kind = "identity" }) do
      if claim.score and (claim.rate or claim.actual) then found[#found + 1] = claim end
    end
    if #found == 0 then return report:applicable(false) end
    local how, added = says_how(report), added_up(report)
    for _, claim in ipairs(group.unblocked(found)) do
      local above = claim.score.value > claim.weight.value -- score.exceeds_weight
      local shown = not how and not added[tell.place(claim.score)]
      if claim.verdict == "violated" and not above and shown then flag(report, claim) end
    end
  end,
}
