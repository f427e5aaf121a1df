-- A score above its weight: 分值10分，得分100分.
local group = require "group"
local tell = require "tell"

-- The same pair of figures in the same table is the same slip.
local function slip(claim)
  local score, weight = claim.score, claim.weight
  return table.concat({ score.table and score.table.number or "", tostring(score.value), tostring(weight.value) }, ":")
end

return {
  id = "score.exceeds_weight",
  title = { zh = "得分高于分值", en = "Score above its weight" },
  severity = "error",
  maturity = "stable",
  version = "1",
  basis = "自评表“得分”栏以本行“分值”为上限",
  check = function(report)
    if not report:has_claims("cap") then return report:applicable(false) end
    local violated = report:claims{ kind = "cap", verdict = "violated", blocked = false }
    for _, claims in ipairs(group.by(violated, slip)) do
      local claim = claims[1]
      local zh, en = group.times(#claims)
      report:flag{ claim = claim, times_zh = zh, times_en = en,
        row = tell.line(claim.score.label or claim.score.holder or ""),
        zh = "{row}：得分{score.value}分，高于分值{weight.value}分{times_zh}",
        en = "{row}: a score of {score.value} exceeds its weight of {weight.value}{times_en}" }
    end
  end,
}
