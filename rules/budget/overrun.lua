-- Spending above its budget. The base is always named: more than the initial budget is common and lawful where money
-- was added in the year, so with a reason in the report it is worth knowing, without one a reviewer must look; more
-- than the budget as adjusted has no such excuse: there even a reason leaves the reviewer to look, and without one it
-- cannot be.
--
-- One cause, one finding: all that a department spent above a budget is told under the gravest and largest of it; the
-- three public expenses, which have rules of their own, and each project stand by themselves.
local explain = require "explain"
local group = require "group"
local money = require "money"
local tell = require "tell"
local years = require "years"

local bases = {
  initial = { rank = 3, zh = "年初预算", en = "the initial budget", unexplained = "warning", explained = "notice" },
  adjusted = { rank = 1, zh = "全年预算", en = "the budget as adjusted", unexplained = "error", explained = "warning" },
  budget = { rank = 2, zh = "预算", en = "the budget", unexplained = "warning", explained = "notice" },
}

local zero, hundred = decimal(0), decimal(100)

local THREE_PUBLIC = "三公经费"
local QUOTED = 80 -- characters of the reason
local SURE = 60 -- below, the columns of a table are a guess, and a large overrun more likely another column's figure
local LISTED = 6 -- parts told in the message; the rest are counted

local function is_part_of(report, name, whole)
  local depth = 0
  while name and depth < 8 do
    if name == whole then return true end
    local measure = report:measure(name)
    name, depth = measure and measure.parent, depth + 1
  end
  return false
end

-- `支出决算为` names less than `社会福利支出年初预算为` beside it, and the other way round: the longer name of the two.
local function name_of(claim)
  local actual, base = claim.actual.label or "", claim.base.label or ""
  local name = #base > #actual and base or actual
  return name ~= "" and name or claim.actual.measure or ""
end

local HEADS = 8 -- rows above a figure that are looked at for the heads of its column

-- The heads over a figure in a table, with the table's caption.
local function heads_of(fact)
  if not (fact.table and fact.row and fact.column_index) then return "" end
  local heads = { fact.table.caption or "" }
  for row = fact.row - 1, math.max(1, fact.row - HEADS), -1 do
    local cell = fact.table:head(row) and fact.table:cell(row, fact.column_index)
    if cell then heads[#heads + 1] = cell.text end
  end
  return table.concat(heads, " ")
end

local function has(text, word)
  return string.find(text, word, 1, true) ~= nil
end

local no_spending = wordlist{ "收入", "债务", "限额", "余额", "结余", "赤字" }

-- Money that comes in may well be more than was expected; debt and balances are not spent.
local function is_no_spending(fact)
  local name = (fact.measure or "") .. (fact.label or "")
  if has(name, "支出") then return false end
  if no_spending:has(name) then return true end
  local heads = heads_of(fact)
  return has(heads, "收入") and not has(heads, "支出")
end

-- Whether a figure is money that was left over for the year of `actual`: in its own row, or at the end of the year
-- before, in the row above.
local function is_left_for(fact, actual)
  if fact.row == actual.row then
    return fact.version == "carried_in" and fact.column_index ~= actual.column_index
  end
  return fact.row == actual.row - 1 and fact.version == "balance" and fact.year_stated
    and actual.year_stated and fact.year == actual.year - 1
end

-- What a table says was left over, by the row of the spending that it is looked at for: its own, or the one below.
local function left_by_row(report, tbl)
  local rows = {}
  for version, below in pairs{ carried_in = 0, balance = 1 } do
    for _, fact in ipairs(report:facts{ table = tbl, version = version }) do
      local row = fact.base and fact.row and fact.row + below
      if row then
        rows[row] = rows[row] or {}
        table.insert(rows[row], fact)
      end
    end
  end
  return rows
end

-- Spending out of what its table says was left over from the year before; `left` keeps what was read of each table.
local function is_carried(report, claim, left)
  local actual, base = claim.actual, claim.base
  local row, tbl = actual.row, actual.table
  if not (tbl and row) then return false end
  local number = tbl.number
  left[number] = left[number] or left_by_row(report, tbl)
  for _, fact in ipairs(left[number][row] or {}) do
    if is_left_for(fact, actual) and base.base + fact.base >= actual.base then return true end
  end
  return false
end

local function is_over(report, claim, limit, left)
  local actual, base = claim.actual, claim.base
  local spent, planned = actual.base, base.base
  if not (spent and planned) or planned <= zero or spent * hundred <= planned * limit then return false end
  if not bases[base.version] or actual.prior then return false end
  if actual.confidence < SURE or base.confidence < SURE then return false end
  return not is_no_spending(actual) and not is_carried(report, claim, left)
end

-- What is told together.
local function cause(report)
  return function(claim)
    local actual = claim.actual
    local family = is_part_of(report, actual.measure, THREE_PUBLIC) and THREE_PUBLIC or ""
    return table.concat({ family, actual.holder or "", actual.year or "" }, "\0")
  end
end

-- Of the same thing told twice only the first; the gravest budget leads, then the largest.
local function leads(a, b)
  if a.rank ~= b.rank then return a.rank < b.rank end
  if a.base == b.base then return a.i < b.i end
  return a.base > b.base
end

local function sorted(claims)
  local kept = {}
  for _, same in ipairs(group.by(claims, function(claim)
    return tostring(claim.actual.base) .. "/" .. tostring(claim.base.base)
  end)) do
    kept[#kept + 1] = same[1]
  end
  for i, claim in ipairs(kept) do
    local base = claim.base
    kept[i] = { claim = claim, i = i, rank = bases[base.version].rank, base = base.base }
  end
  table.sort(kept, leads)
  for i, item in ipairs(kept) do kept[i] = item.claim end
  return kept
end

local function excess(claim)
  return money.text(claim.actual.base - claim.base.base, claim.actual.unit, claim.actual.value)
end

local function percent(claim)
  return money.percent(claim.actual.base, claim.base.base)
end

local function told(fact)
  return tostring(fact.value) .. (fact.unit or "")
end

local function list_parts(claims)
  local zh, en = {}, {}
  for i = 2, math.min(#claims, LISTED + 1) do
    local actual, base = claims[i].actual, claims[i].base
    local same = actual.base == claims[1].actual.base
    zh[#zh + 1] = (same and "" or name_of(claims[i]) .. "执行数" .. told(actual)) .. "为" .. bases[base.version].zh
      .. told(base) .. "的"
      .. percent(claims[i])
    en[#en + 1] = (same and "it" or name_of(claims[i]) .. " " .. told(actual)) .. " is " .. percent(claims[i]) .. " of "
      .. bases[base.version].en .. " " .. told(base)
  end
  if #zh == 0 then return "", "" end
  local more_zh, more_en = "", ""
  if #claims > LISTED + 1 then
    more_zh = "等" .. (#claims - 1) .. "项"
    more_en = " and others, " .. (#claims - 1) .. " in all"
  end
  return "；另" .. table.concat(zh, "，") .. more_zh, "; also " .. table.concat(en, ", ") .. more_en
end

local function evidence_of(claims, reason)
  local evidence, roles = {}, {}
  for _, claim in ipairs(claims) do
    evidence[#evidence + 1], roles[#roles + 1] = claim.actual, "actual"
    evidence[#evidence + 1], roles[#roles + 1] = claim.base, "base"
  end
  if reason then evidence[#evidence + 1], roles[#roles + 1] = reason, "explanation" end
  return evidence, roles
end

local function first_of(text, characters)
  local at = utf8.offset(text, characters + 1)
  return at and at <= #text and string.sub(text, 1, at - 1) .. "…" or text
end

-- The report's words without the list number that they began with.
local function words_of(reason)
  local line = tell.line(reason.text)
  local label = string.match(years.fold(line), "^%d+、") or ""
  return first_of(string.sub(line, years.unfolded(line, #label) + 1), QUOTED)
end

-- The budget that it was raised to, where the spending is above the initial one, but within that and not far above.
local function raised_budget(report, lead, most)
  local actual, base = lead.actual, lead.base
  if base.version ~= "initial" or actual.base * decimal("100") > base.base * most then return nil end
  for _, claim in ipairs(report:claims{ kind = "execution" }) do
    local raised = claim.base.version == "adjusted" and claim.actual.base == actual.base
    if raised and claim.base.base and actual.base <= claim.base.base then return claim.base end
  end
  return nil
end

-- Money that the text says was added in the year (年中追加412.60万元), as much as was spent above the initial budget.
local function added(report, lead)
  local actual, base = lead.actual, lead.base
  if base.version ~= "initial" then return nil end
  for _, fact in ipairs(report:facts{ version = "supplement", prior = false }) do
    local told_here = fact.table == nil and fact.base and (fact.year == nil or fact.year == actual.year)
    if told_here and base.base + fact.base >= actual.base then return fact end
  end
  return nil
end

-- What the message says of a reason: level, zh, en.
local function excuse(report, lead, params, reason)
  local base = bases[lead.base.version]
  if reason then
    return base.explained, "；报告说明：“" .. words_of(reason) .. "”", "; the report says: “" .. words_of(reason) .. "”"
  end
  local raised = raised_budget(report, lead, decimal(params.raised))
  if raised then
    return base.explained, "；全年预算已调整为" .. told(raised), "; within the budget as adjusted, " .. told(raised)
  end
  local supplement = added(report, lead)
  if supplement then
    return base.explained, "；报告称" .. tell.line(supplement.quote), "; the report says that "
      .. told(supplement) .. " was added"
  end
  return base.unexplained, "；报告未说明超支原因", "; the report gives no reason"
end

local function flag(report, claims, params)
  local lead = claims[1]
  local base = bases[lead.base.version]
  local reason = explain.of(report, lead.actual)
  local evidence, roles = evidence_of(claims, reason)
  local parts_zh, parts_en = list_parts(claims)
  local amount = excess(lead)
  local level, reason_zh, reason_en = excuse(report, lead, params, reason)
  report:flag{ claim = lead, evidence = evidence, roles = roles, key = lead.actual.measure or name_of(lead),
    explanation = reason and tell.line(reason.text) or nil,
    level = level, reason_zh = reason_zh, reason_en = reason_en,
    what = name_of(lead), actual_told = told(lead.actual), base_told = told(lead.base),
    base_zh = base.zh, base_en = base.en, percent = percent(lead), parts_zh = parts_zh, parts_en = parts_en,
    over_zh = amount and "，超出" .. amount or "", over_en = amount and ", " .. amount .. " more" or "",
    zh = "{what}执行数{actual_told}，为{base_zh}{base_told}的{percent}{over_zh}{parts_zh}{reason_zh}",
    en = "{what}: {actual_told} spent, {percent} of {base_en}, {base_told}{over_en}{parts_en}{reason_en}" }
end

return {
  id = "budget.overrun",
  title = { zh = "超预算执行", en = "Spending above budget" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "《中华人民共和国预算法》第十三条：各部门、各单位的支出必须以经批准的预算为依据，未列入预算的不得支出",
  params = {
    limit = "100", -- percent of the budget
    raised = "120", -- percent of the initial budget that a raised full-year budget explains
  },
  check = function(report, params)
    if not report:has_claims("execution") then return report:applicable(false) end
    local limit, left, over = decimal(params.limit), {}, {}
    for _, claim in ipairs(report:claims{ kind = "execution", blocked = false }) do
      if is_over(report, claim, limit, left) then over[#over + 1] = claim end
    end
    for _, together in ipairs(group.by(over, cause(report))) do flag(report, sorted(together), params) end
  end,
}
