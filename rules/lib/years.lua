-- Years in words: 2021年, 2021年度, （2021年度）. Ranges (2021-2025年) and years in the names of plans and documents
-- are not a report's year.
local years = {}

local dashes = { "-", "—", "–", "~", "～", "至", "到", "、", "和", "与", "及" }

-- Of either width.
years.digits = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "０", "１", "２", "３", "４", "５", "６", "７", "８", "９" }

local function ends_with(text, marks)
  for _, mark in ipairs(marks) do
    if #text >= #mark and string.sub(text, -#mark) == mark then return true end
  end
  return false
end

-- Full-width digits and the full-width dot as ASCII.
years.fold = string.narrow

-- What a text with a year of this century has, digits of either width: a cheap test before any other.
years.century = wordlist{ "20", "２０", "2０", "２0" }

-- How many bytes of a text fold to the first `length` of what years.fold makes of it.
function years.unfolded(text, length)
  local at = 1
  for _ = 1, length do
    at = at + (string.find(text, "^\xEF\xBC[\x8E\x90-\x99]", at) and 3 or 1)
  end
  return at - 1
end

local function is_digit(text, at)
  local byte = string.byte(text, at)
  return byte ~= nil and byte >= 48 and byte <= 57
end

-- Whether an offset stands inside 《 》.
local function is_quoted(text, at)
  if not string.find(text, "《", 1, true) then return false end
  local before = string.sub(text, 1, at)
  local _, opened = string.gsub(before, "《", "")
  local _, closed = string.gsub(before, "》", "")
  return opened > closed
end

-- 2021-2025年: a year and a dash stand right before.
local function ends_range(text, from)
  local before = string.sub(text, math.max(1, from - 12), from - 1)
  return string.find(before, "20", 1, true) and string.find(before, "20%d%d")
    and ends_with(string.gsub(before, "%s+$", ""), dashes)
end

-- 2021年-2025年
local openers = { ["-"] = true, ["~"] = true }

local function opens_range(text, to)
  local after = string.sub(text, to + 1, to + 3)
  return after == "至" or after == "—" or openers[string.sub(after, 1, 1)]
end

-- All years of a text that stand by themselves: { year, from, to }, offsets in the folded text; half a range is none.
function years.all(text)
  if not string.find(text, "年", 1, true) then return {} end
  text = years.fold(text)
  if not string.find(text, "20", 1, true) then return {} end
  local found, at = {}, 1
  while true do
    local from, to, digits = string.find(text, "(20%d%d)%s*年", at)
    if not from then return found end
    local part = is_digit(text, from - 1) or ends_range(text, from) or opens_range(text, to) or is_quoted(text, from)
    if not part then
      found[#found + 1] = { year = math.tointeger(tonumber(digits)), from = from, to = to }
    end
    at = to + 1
  end
end

-- The only year of a text, or nil.
function years.only(text)
  local found = years.all(text)
  for _, item in ipairs(found) do
    if item.year ~= found[1].year then return nil end
  end
  return found[1] and found[1].year
end

-- The latest year of a text, ranges and all; nil where there is none.
function years.latest(text)
  local latest
  text = years.fold(text)
  if not string.find(text, "20%d%d") then return nil end
  for digits in string.gmatch(text, "%f[%d](20%d%d)%f[%D]") do
    local year = math.tointeger(tonumber(digits))
    if not latest or year > latest then latest = year end
  end
  return latest
end

-- Of a form: its caption says, else the report's.
function years.of_table(report, tbl)
  return tbl.caption and years.only(tbl.caption) or report.year
end

return years
