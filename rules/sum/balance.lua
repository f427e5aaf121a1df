-- Income + what was carried in − spending is not what is said to be left.
local slips = require "slip"
local tell = require "tell"

-- What there was, came and went in the columns of a form: 期初 + 增加 − 减少 = 期末.
local function is_stock(claim)
  local version = claim.total.version
  return claim.basis == "form" and version ~= "adjusted" and version ~= "budget" and version ~= "score"
end

-- Budgets have a rule of their own (budget.lineage); here something is left of what came in.
local function is_balance(claim)
  if #claim.members < 3 or not claim.total then return false end
  for _, member in ipairs(claim.members) do
    if member.sign < 0 and member.fact.version == "cut" then return false end
    if member.fact.version == "initial" then return false end
  end
  local left = #claim.members == 3 and claim.members[3].sign < 0 and claim.total.dimension == "money"
  return claim.total.version == "balance" or is_stock(claim) or (left and claim.total.version ~= "adjusted")
end

local function flag(report, claim)
  local tail_zh, tail_en = slips.tail(claim)
  report:flag{ claim = claim, evidence = slips.evidence(claim), tail_zh = tail_zh, tail_en = tail_en,
    left = tell.fact(claim.total),
    zh = "{left}与推算的余额{computed}{unit}（{formula}）不符，相差{difference}{unit}{tail_zh}",
    en = "{left} is not what income and spending leave, {computed}{unit} ({formula}); off by "
      .. "{difference}{unit}{tail_en}" }
end

return {
  id = "sum.balance",
  title = { zh = "收支结余不平", en = "Income, spending and balance do not tally" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = false
    for _, claim in ipairs(report:claims{ kind = "identity" }) do
      if is_balance(claim) then
        found = true
        if claim.verdict == "violated" and not claim.blocked then flag(report, claim) end
      end
    end
    if not found then report:applicable(false) end
  end,
}
