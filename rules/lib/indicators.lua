-- What the rules say of indicators, the rows of goal forms and self-evaluation forms (report:forms).
local indicators = {}

function indicators.is_blank(cell)
  return not cell or cell.blank
end

-- 数量指标, or where the form has no second level 产出指标.
function indicators.kind(row)
  return row.class or row.group
end

-- A few characters of a name, for a list.
function indicators.short(cell)
  local text = string.gsub(cell.text, "%s+", "")
  local limit = utf8.offset(text, 19)
  if limit and limit <= #text then text = string.sub(text, 1, limit - 1) .. "…" end
  return text
end

return indicators
