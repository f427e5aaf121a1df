-- One total that two tables, the two sides of one, or two sentences must agree on: 收入总计 = 支出总计, and the year's
-- income and spending of the first table of final accounts = the totals of the tables that break them down. What is
-- equal only as a rule is worth a notice, and what sentences say a look.
local slips = require "slip"
local tell = require "tell"

local function is_lineage(claim)
  return #claim.members == 2 and (claim.basis == "total_row" or claim.basis == "words")
end

local function place(fact)
  local caption = fact.table and fact.table.caption
  return caption and "《" .. tell.line(caption) .. "》" or fact.where
end

local SURE = 80

local function flag(report, claim)
  local first, second = claim.total, claim.part
  local tail_zh, tail_en = slips.tail(claim)
  local sure = claim.confidence >= SURE
  report:flag{ claim = claim, evidence = slips.evidence(claim), tail_zh = tail_zh, tail_en = tail_en,
    level = not sure and "notice" or claim.basis == "words" and "warning" or nil,
    must_zh = sure and "应当" or "通常", must_en = sure and "must be" or "usually are",
    from = place(first), to = place(second), a = tell.fact(first), b = tell.fact(second),
    zh = "{from}的{a}与{to}的{b}{must_zh}相等，相差{difference}{unit}{tail_zh}",
    en = "{a} of {from} and {b} of {to} {must_en} equal; off by {difference}{unit}{tail_en}" }
end

return {
  id = "sum.lineage",
  title = { zh = "表间总数不衔接", en = "A total differs from table to table" },
  severity = "error",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = false
    for _, claim in ipairs(report:claims{ kind = "identity" }) do
      if is_lineage(claim) then
        found = true
        if claim.verdict == "violated" and not claim.blocked then flag(report, claim) end
      end
    end
    if not found then report:applicable(false) end
  end,
}
