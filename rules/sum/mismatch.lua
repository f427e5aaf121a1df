-- A total that is not the sum of its parts, and parts that are more than their whole. A part in the wrong unit is told
-- by unit.scale, head counts by count.staff, one part above a whole that stands elsewhere by
-- mention.part_exceeds_whole.
local group = require "group"
local parts = require "parts"
local slips = require "slip"
local staff = require "staff"
local tell = require "tell"

-- The figures of the sum make the slip: the same sum told twice is one finding.
local function formula(claim)
  return claim.formula
end

local messages = {
  all = { level = "error",
    zh = "{whole}与分项之和{computed}{unit}（{formula}）不符，相差{difference}{unit}{times_zh}{tail_zh}",
    en = "{whole} does not equal the sum of its parts, {computed}{unit} ({formula}); off by "
      .. "{difference}{unit}{times_en}{tail_en}" },
  shares = { level = "error",
    zh = "所列各项占比之和为{computed}%（{formula}），不等于100%，相差{difference}个百分点{times_zh}{tail_zh}",
    en = "the shares make {computed}% ({formula}), not 100%{times_en}{tail_en}" },
  some = { level = "warning",
    zh = "{whole}，其中所列各项之和{computed}{unit}（{formula}）反而大于总额，多出{difference}{unit}{times_zh}{tail_zh}",
    en = "{whole}, but the parts listed under it come to more, {computed}{unit} ({formula}), by "
      .. "{difference}{unit}{times_en}{tail_en}" },
}

local function flag(report, claims)
  local claim = claims[1]
  local message = claim.kind == "shares" and messages.shares or claim.exhaustive and messages.all or messages.some
  local zh, en = group.times(#claims)
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = slips.evidence(claim), level = message.level,
    times_zh = zh, times_en = en, tail_zh = tail_zh, tail_en = tail_en, whole = claim.total and tell.fact(claim.total),
    zh = message.zh, en = message.en }
end

return {
  id = "sum.mismatch",
  title = { zh = "合计与分项不符", en = "Total does not equal its parts" },
  severity = "error",
  maturity = "stable",
  version = "2",
  check = function(report)
    if not report:has_claims("sum", "shares") then return report:applicable(false) end
    local violated = slips.violated(report, "shares")
    for _, claim in ipairs(slips.violated(report, "sum")) do
      local other = slips.is(claim, "unit") or staff.is(claim) or parts.is(claim)
      if not other then violated[#violated + 1] = claim end
    end
    for _, claims in ipairs(group.by(violated, formula)) do flag(report, claims) end
  end,
}
