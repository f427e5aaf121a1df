-- Weights that do not make the weight their group states (产出指标（50分）) or the total row's. All of one form is one
-- finding: a row left out breaks its group and the form alike.
local group = require "group"
local tell = require "tell"

local function form_of(claim)
  return claim.total.table and claim.total.table.number or 0
end

local function name_of(fact)
  return tell.line(fact.label or fact.holder or fact.quote)
end

local function flag(report, claims)
  local zh, en = {}, {}
  for i, claim in ipairs(claims) do
    local short = claim.computed < claim.stated
    zh[i] = name_of(claim.total) .. "标明" .. tostring(claim.stated) .. "分，各行合计" .. tostring(claim.computed)
      .. "分，" .. (short and "少" or "多") .. tostring(claim.difference) .. "分"
    en[i] = name_of(claim.total) .. " states " .. tostring(claim.stated) .. ", its rows make "
      .. tostring(claim.computed)
  end
  report:flag{ claim = claims[1], evidence = claims, key = "weights",
    list_zh = table.concat(zh, "；"), list_en = table.concat(en, "; "),
    zh = "分值与所标分值不符：{list_zh}",
    en = "weights do not add up: {list_en}" }
end

return {
  id = "score.weights",
  title = { zh = "分值合计不符", en = "Weights do not add up" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "自评表各项指标分值之和应等于所标明的分值和总分",
  check = function(report)
    if not report:has_claims("weights") then return report:applicable(false) end
    local violated = report:claims{ kind = "weights", verdict = "violated", blocked = false }
    for _, claims in ipairs(group.by(violated, form_of)) do flag(report, claims) end
  end,
}
