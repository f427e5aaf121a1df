-- Indicators of goal forms and self-evaluation forms, form by form, and what stands in their cells.
local form = require "form"

local indicators = {}

function indicators.is_blank(cell)
  return not cell or form.is_blank(cell.text)
end

-- What stands where a name would and is none: the dots of a row that the template keeps for more, 无, a score or a
-- grade of a line below the indicators. A name has two characters beyond ASCII, of three bytes each; those of … are
-- none of any other character here.
local nothing = { ["不涉及"] = true, ["不适用"] = true, ["暂无"] = true, ["合计"] = true }

function indicators.is_name(text)
  local wide = string.gsub(text, "[^\xE3-\xEF\x80-\xBF]", "")
  return #wide >= 6 and string.find(text, "[^\xE2\x80\xA6%.%s]") ~= nil and not nothing[wide]
end

-- 填表人：　联系电话： below the indicators.
local function is_footer(report, text)
  local colon = string.find(text, "：", 1, true) or string.find(text, ":", 1, true)
  return colon and report:words("find-signature", text) ~= nil
end

-- An indicator has a name of its own before its values; a line that reaches over them is a total or a remark.
local function is_named(report, row)
  local name = row.name
  local values = row.target_column or row.achieved_column
  if not name or name.row ~= row.row or name.column + name.columns > values then return false end
  local text = name.text
  return indicators.is_name(text) and not is_footer(report, text)
end

-- Forms in reading order: { table, target, achieved, rows, all }: whether it has the columns, its indicators, and all
-- its rows, those without a name too.
function indicators.forms(report)
  local forms, last = {}, nil
  for _, row in ipairs(report:indicators{ kind = "indicator" }) do
    if row.target_column or row.achieved_column then
      if not last or last.table ~= row.table then
        last = { table = row.table, target = row.target_column ~= nil, achieved = row.achieved_column ~= nil,
          rows = {}, all = {} }
        forms[#forms + 1] = last
      end
      last.all[#last.all + 1] = row
      if is_named(report, row) then last.rows[#last.rows + 1] = row end
    end
  end
  return forms
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
