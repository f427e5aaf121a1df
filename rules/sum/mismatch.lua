-- A total that is not the sum of its parts, and parts that are more than their whole.
local group = require "group"
local slips = require "slip"
local tell = require "tell"

-- The figures of the sum make the slip: the same sum told twice is one finding.
local function slip(claim)
  return claim.formula
end

local function flag(report, claims)
  local claim = claims[1]
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claim)
  local evidence = slips.evidence(claim)
  if claim.exhaustive then
    report:flag{ claim = claim, evidence = evidence, tail_zh = tail_zh, tail_en = tail_en,
      level = "error", times_zh = zh, times_en = en,
      whole = tell.fact(claim.total),
      zh = "{whole}与分项之和{computed}{unit}（{formula}）不符，相差{difference}{unit}{times_zh}{tail_zh}",
      en = "{whole} does not equal the sum of its parts, {computed}{unit} ({formula}); off by "
        .. "{difference}{unit}{times_en}{tail_en}" }
  else
    report:flag{ claim = claim, evidence = evidence, tail_zh = tail_zh, tail_en = tail_en,
      level = "warning", times_zh = zh, times_en = en,
      whole = tell.fact(claim.total),
      zh = "{whole}，其中所列各项之和{computed}{unit}（{formula}）反而大于总额，多出{difference}{unit}{times_zh}{tail_zh}",
      en = "{whole}, but the parts listed under it come to more, {computed}{unit} ({formula}), by "
        .. "{difference}{unit}{times_en}{tail_en}" }
  end
end

return {
  id = "sum.mismatch",
  title = { zh = "合计与分项不符", en = "Total does not equal its parts" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    local claims = report:claims{ kind = "sum" }
    if #claims == 0 then return report:applicable(false) end
    local violated = group.unblocked(report:claims{ kind = "sum", verdict = "violated" })
    for _, claims_of_slip in ipairs(group.by(violated, slip)) do flag(report, claims_of_slip) end
  end,
}
