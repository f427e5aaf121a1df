-- Weights that do not make their group's or the form's weight; scores that do not make the total score. All of one form
-- is one finding: a row left out breaks its group and the form alike.
local group = require "group"
local tell = require "tell"

local kinds = {
  weights = {
    zh = "分值与所标分值不符：{list_zh}",
    en = "weights do not add up: {list_en}",
  },
  scores = {
    zh = "得分之和与所填总分不符：{list_zh}",
    en = "scores do not add up to the stated score: {list_en}",
  },
}

local function place(fact)
  return fact.line .. ":" .. fact.column
end

-- Scores above their weight, which score.exceeds_weight reports: a total cannot be right beside them.
local function impossible_scores(report)
  local places = {}
  for _, claim in ipairs(report:claims{ kind = "cap", verdict = "violated" }) do places[place(claim.score)] = true end
  return places
end

-- What is not already explained by an impossible score.
local function unexplained(report, claims)
  local places, kept = impossible_scores(report), {}
  for _, claim in ipairs(claims) do
    local explained = false
    for _, member in ipairs(claim.members) do explained = explained or places[place(member.fact)] end
    if not explained then kept[#kept + 1] = claim end
  end
  return kept
end

local function form_of(claim)
  local total = claim.total or claim.weight or claim.score
  return total and total.table and total.table.number or 0
end

local function name_of(claim)
  local total = claim.total or claim.weight or claim.score
  return tell.line(total.label or total.holder or total.quote)
end

local function flag(report, claims, message)
  local zh, en, evidence = {}, {}, {}
  for i, claim in ipairs(claims) do
    zh[i] = name_of(claim) .. "标明" .. tostring(claim.stated) .. "分，各行合计" .. tostring(claim.computed) .. "分"
    en[i] = name_of(claim) .. " states " .. tostring(claim.stated) .. ", its rows make " .. tostring(claim.computed)
    for _, member in ipairs(claim.members) do evidence[#evidence + 1] = member end
  end
  report:flag{ claim = claims[1], evidence = evidence, key = message.zh,
    list_zh = table.concat(zh, "；"), list_en = table.concat(en, "; "),
    zh = message.zh, en = message.en }
end

return {
  id = "score.sum",
  title = { zh = "分值或得分合计不符", en = "Weights or scores do not add up" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = false
    for _, kind in ipairs{ "weights", "scores" } do
      if #report:claims{ kind = kind } > 0 then found = true end
      local violated = unexplained(report, report:claims{ kind = kind, verdict = "violated" })
      for _, claims in ipairs(group.by(violated, form_of)) do flag(report, claims, kinds[kind]) end
    end
    if not found then report:applicable(false) end
  end,
}
