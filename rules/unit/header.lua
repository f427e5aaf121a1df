-- A column whose head names another unit than its figures have: 增减额（%） over amounts that are the differences of two
-- columns of money, a rate in 万元.
local group = require "group"

local PERCENT, MONEY = wordlist{ "%", "％" }, wordlist{ "万元", "（元）", "(元)", "亿元" }

-- The heads over a figure, joined, and the lowest of them.
local function head_of(fact)
  local t, text, lowest = fact.table, "", nil
  for row = 1, fact.row - 1 do
    local cell = t:head(row) and t:cell(row, fact.column_index)
    if cell then text, lowest = text .. cell.text, cell end
  end
  return text, lowest
end

-- The head and the unit that the column's arithmetic proves, or nil. Where the cells have units of their own, the head
-- only names the column.
local function contradicts(claim)
  local told = claim.change or claim.rate
  if not told or not told.table or told.printed_percent then return nil end
  local head, cell = head_of(told)
  local percent, money = PERCENT:has(head), MONEY:has(head)
  if percent == money then return nil end
  if claim.kind == "difference" then
    local wrong = percent and claim.later.dimension == "money"
    return wrong and { head = head, cell = cell, right = claim.later.unit, fact = told } or nil
  end
  return money and { head = head, cell = cell, right = "%", fact = told } or nil
end

local function column(found)
  return found.fact.table.number .. "/" .. found.fact.column_index
end

local function flag(report, columns)
  local first = columns[1]
  report:flag{ evidence = { first.cell }, roles = { "head" }, key = column(first), formula = first.claim.formula,
    head = first.head, right = first.right, count = #columns,
    where = first.cell.where,
    zh = "表头单位与所列数据不符：{where}一栏标为“{head}”，但按前后两栏推算应为“{right}”（{formula}，共{count}行）",
    en = "The head's unit contradicts its column: {where} is headed {head}, but the figures are in {right} "
      .. "({formula}; {count} rows)" }
end

return {
  id = "unit.header",
  title = { zh = "表头单位与数据不符", en = "Head's unit contradicts its column" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = {}
    for _, kind in ipairs{ "difference", "ratio", "growth" } do
      for _, claim in ipairs(report:claims{ kind = kind, basis = "form" }) do
        local holds = claim.verdict == "exact" or claim.verdict == "rounded"
        local wrong = holds and claim.computed ~= decimal(0) and contradicts(claim)
        if wrong then
          wrong.claim = claim
          found[#found + 1] = wrong
        end
      end
    end
    for _, columns in ipairs(group.by(found, column)) do flag(report, columns) end
  end,
}
