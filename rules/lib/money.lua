-- Amounts and percentages worked out for a message: exact, in the unit that the reader saw.
local money = {}

-- 10^power of the base unit 元
local powers = { ["元"] = 0, ["千元"] = 3, ["万元"] = 4, ["百万元"] = 6, ["千万元"] = 7, ["亿元"] = 8 }

local hundred = decimal("100")

-- Digits after the point of a printed figure.
local function decimals(value)
  local text = tostring(value)
  local point = string.find(text, ".", 1, true)
  return point and #text - point or 0
end

-- `amount` is in 元; gives it in `unit` with as many decimals as `like`, a figure in that unit, was printed with.
function money.text(amount, unit, like)
  local power = powers[unit]
  if not power then return nil end
  local scale = math.max(decimals(like), 0)
  return tostring(amount:div(decimal("1" .. string.rep("0", power)), scale)) .. unit
end

-- part / whole in percent with two decimals, as text; nil for a whole of zero.
function money.percent(part, whole)
  if whole == decimal("0") then return nil end
  return tostring((part * hundred):div(whole, 2)) .. "%"
end

return money
