-- How a message names a figure. In prose by its own words; in a table, where the cell holds nothing but the figure, by
-- its row's and column's heads: 年度资金总额执行数89.8万元.
local tell = {}

local versions = {
  initial = "年初预算数", adjusted = "全年预算数", budget = "预算数", actual = "执行数", target = "指标值",
  achieved = "完成值", weight = "分值", score = "得分", rate = "执行率", share = "占比", change = "增减额", growth = "增减率",
}

-- White space that a wrapped cell or line left.
function tell.line(text)
  if not string.find(text, "%s") then return text end
  if string.find(text, "\n", 1, true) then text = string.gsub(text, "[ \t\r\n]*\n[ \t\r\n]*", "") end
  return (string.gsub(text, "%s+", " "))
end

-- Whether the quote is the figure and nothing else.
local function is_bare(fact)
  return not string.find(fact.quote, "[^%d%s.,%%％，．()（）+-]") or fact.quote == fact.text
end

-- Where it stands, as a key.
function tell.place(fact)
  return fact.line .. ":" .. fact.column
end

function tell.value(fact)
  local unit = fact.unit or ""
  return tostring(fact.value) .. unit
end

function tell.name(fact)
  local label = tell.line(fact.label or fact.measure or "")
  local version = versions[fact.version] or ""
  if string.find(label, version, 1, true) then version = "" end
  return label .. version
end

function tell.fact(fact)
  if not is_bare(fact) then return tell.line(fact.quote) end
  return tell.name(fact) .. tell.value(fact)
end

return tell
