-- The titles and captions of one report name different years: last year's form was taken over. Only titles of reports
-- and forms about a year that is over count; a goal form may be next year's, a budget too.
local years = require "years"

local SHORT = 120 -- bytes: what is longer is a sentence

local marks = wordlist{ "。", "《", "；" }

-- 2021年度部门整体支出绩效自评表 or 绩效自评表（2021年度）
local function titles(report)
  local found = {}
  for _, mention in ipairs(report:mentions{ class = "find-report-year" }) do
    local before, after = mention.before, mention.after
    local line = before .. mention.text .. after
    local year = #line <= SHORT and not mention.cell and not marks:has(line) and years.only(line)
    if year then found[#found + 1] = { year = year, place = mention:around(#before, #after) } end
  end
  return found
end

local brackets = wordlist{ "（", "(" }

-- （2022年度）
local function bracketed(text)
  local opens = brackets:find(text)
  if not opens or string.find(text, "%S") ~= opens then return nil end
  text = string.gsub(years.fold(text), "%s", "")
  return string.match(text, "^（(20%d%d)年度）$") or string.match(text, "^%((20%d%d)年度%)$")
end

-- A line that is a form's year and nothing else.
local function year_lines(report, found)
  for _, sentence in ipairs(report:sentences{ contains = { "年度", brackets } }) do
    local year = bracketed(sentence.text)
    if year and not sentence.cell then
      found[#found + 1] = { year = math.tointeger(tonumber(year)), place = sentence.evidence }
    end
  end
  return found
end

return {
  id = "year.conflict",
  title = { zh = "标题、表名的年度不一致", en = "Titles name different years" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = year_lines(report, titles(report))
    if #found == 0 then return report:applicable(false) end
    local first, other, evidence, seen = found[1], nil, {}, {}
    for _, item in ipairs(found) do
      if item.year ~= first.year and not other then other = item end
      if not seen[item.year] then evidence[#evidence + 1] = item.place end
      seen[item.year] = true
    end
    if not other then return end
    report:flag{ evidence = evidence, key = first.year .. "/" .. other.year, a = first.place.text, b = other.place.text,
      first = first.year, other = other.year,
      zh = "同一份报告的标题、表名年度不一致：“{a}”为{first}年，“{b}”为{other}年，请核实是否沿用了其他年度的表格",
      en = "Titles of one report name different years: {first} in “{a}”, {other} in “{b}”" }
  end,
}
