-- Dates that cannot be: an indicator reported as met in a year that had not come, a period that ends before it begins,
-- a day that no month has, something finished two years after the report's.
local form = require "form"
local indicators = require "indicators"
local years = require "years"

local MOST = 4

-- ------------------------------------------------------------------ indicators met ahead of their year

local open = wordlist{ "未", "预计", "推进", "进行", "计划", "不", "拟", "将" }

local later = wordlist{ "规划", "《", "计划", "以后", "次年", "下年", "明年" }
local done = wordlist{ "完成", "前", "底", "实现", "验收" }

-- 2025年完成 in the form for 2024, reported as met.
local function is_ahead(text, year)
  if not string.find(text, "年", 1, true) or later:has(text) then return false end
  text = years.fold(text)
  for _, item in ipairs(years.all(text)) do
    local after = string.sub(text, item.to + 1, item.to + 60)
    if item.year > year and item.year <= year + 3 and done:has(after) then
      return true
    end
  end
  return false
end

-- The cells of a row that was met but tells of a later year.
local function ahead_of(row, year)
  local achieved, found = row.achieved, {}
  if not achieved then return found end
  for _, cell in ipairs{ row.name, row.target, achieved } do
    if is_ahead(cell.text, year) then found[#found + 1] = cell end
  end
  local met = #found > 0 and not achieved.blank and not open:has(achieved.text)
  return met and found or {}
end

local function flag_indicators(report)
  local names, evidence, year = {}, {}, nil
  for _, part in ipairs(report:forms()) do
    local own = years.of_table(report, part.table)
    for _, row in ipairs(own and part.achieved and part:with("name", "target", "achieved", years.century) or {}) do
      for _, cell in ipairs(row.named and ahead_of(row, own) or {}) do
        names[#names + 1] = "“" .. indicators.short(cell) .. "”"
        evidence[#evidence + 1] = cell
        year = year or own
      end
    end
  end
  if #names == 0 then return end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = evidence, key = "indicator", year = year, list_zh = list_zh, list_en = list_en,
    zh = "{year}年度自评表中的时间{list_zh}在评价年度之后，却已填报完成，请核实年份",
    en = "The self-evaluation for {year} reports as met what is due later: {list_en}" }
end

-- ------------------------------------------------------------------ dates

local days = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_leap(year)
  return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local function impossible_in_year(text)
  if not string.find(text, "年", 1, true) then return end
  for from, year, month, to in string.gmatch(text, "()%f[%d](%d%d%d%d)年(%d%d?)月()") do
    month = tonumber(month)
    if month < 1 or month > 12 then return string.match(text, "%d%d%d%d年%d%d?月", from) end
    local day = tonumber(string.match(text, "^(%d%d?)日", to))
    if day and (day < 1 or day > days[month] or (month == 2 and day == 29 and not is_leap(tonumber(year)))) then
      return string.match(text, "^%d%d%d%d年%d%d?月%d%d?日", from)
    end
  end
end

local function impossible_day(text)
  if not string.find(text, "日", 1, true) then return end
  for from, month, day in string.gmatch(text, "()%f[%d](%d%d?)月(%d%d?)日") do
    month, day = tonumber(month), tonumber(day)
    local before = string.sub(text, math.max(1, from - 1), from - 1)
    if not string.find(before, "[.%d-]") and month >= 1 and month <= 12 and (day < 1 or day > days[month]) then
      return string.match(text, "%d%d?月%d%d?日", from)
    end
  end
end

-- The first date of a text that no calendar has.
local function impossible(text)
  return impossible_in_year(text) or impossible_day(text)
end

local links = {
  ["至"] = true, ["到"] = true, ["—"] = true, ["——"] = true, ["-"] = true, ["–"] = true, ["~"] = true, ["～"] = true,
}

-- A period that ends before it begins.
local function reversed(text)
  for from, year, month, to in string.gmatch(text, "()%f[%d](20%d%d)年(%d%d?)月()") do
    local rest = string.gsub(string.sub(text, to, to + 40), "^%d%d?日", "")
    local link, end_year, end_month = string.match(rest, "^(%D+)(20%d%d)年(%d%d?)月")
    if link and links[link]
      and tonumber(end_year) * 12 + tonumber(end_month) < tonumber(year) * 12 + tonumber(month) then
      local stop = select(2, string.find(text, end_year .. "年" .. end_month .. "月", to, true))
      return string.sub(text, from, stop)
    end
  end
end

local points = wordlist{ ".", "．" }

-- The same in dots: 2022.9-2022.3.
local function reversed_dots(text)
  if not string.find(text, ".", 1, true) or not string.find(text, "20%d%d[.]%d") then return end
  for from, year, month, rest in string.gmatch(text, "()%f[%d](20%d%d)[.](%d%d?)()") do
    local tail = string.gsub(string.sub(text, rest, rest + 30), "^[.]%d%d?", "")
    local link, end_year, end_month, last = string.match(tail, "^(%D+)(20%d%d)[.](%d%d?)()")
    if link and links[link] and tonumber(end_month) <= 12 and tonumber(month) <= 12
      and tonumber(end_year) * 12 + tonumber(end_month) < tonumber(year) * 12 + tonumber(month) then
      return string.sub(text, from, rest - 1) .. string.sub(tail, 1, last - 1)
    end
  end
end

local starts = wordlist{ "开工", "动工", "启动", "开始", "立项", "签订", "开建" }
local stops = wordlist{ "竣工", "完工", "验收", "结束", "完成", "交付", "投入使用" }

local month_pattern = "20%d%d年%d%d?月"

-- Up to the first mark.
local function clause(text)
  local stop = #text + 1
  for _, mark in ipairs{ "，", "。", "；", ",", ";" } do
    stop = math.min(stop, string.find(text, mark, 1, true) or stop)
  end
  return string.sub(text, 1, stop - 1)
end

-- 于2022年5月开工，2022年3月竣工: done before it was begun.
local function done_before(text)
  local began
  if not starts:has(text) then return end
  for from, year, month, to in string.gmatch(text, "()%f[%d](20%d%d)年(%d%d?)月()") do
    local after = clause(string.sub(text, to, to + 36))
    local at = tonumber(year) * 12 + tonumber(month)
    if starts:has(after) and not stops:has(after) then
      began = { at = at, from = from }
    elseif stops:has(after) and began and at < began.at then
      return string.match(text, month_pattern, began.from), string.match(text, month_pattern, from)
    end
  end
end

local function flag_done(report, sentence, text)
  local began, ended = done_before(text)
  if not began then return end
  report:flag{ evidence = { sentence }, key = began .. ended, began = began, ended = ended, level = "error",
    zh = "文中{began}开始，却在{ended}完成，完成早于开始，请核实",
    en = "Begun in {began}, done in {ended}: done before it was begun" }
end

local function flag_period(report, sentence, period)
  if not period then return end
  report:flag{ evidence = { sentence }, key = period, period = period, level = "error",
    zh = "起止时间“{period}”的结束早于开始，请改正", en = "The period {period} ends before it begins" }
end

-- Whether two months stand in a text of which one does.
local function has_two_months(text)
  local _, first = string.find(text, "月", 1, true)
  return string.find(text, "月", first + 1, true) ~= nil
end

local function flag_dates(report)
  for _, sentence in ipairs(report:sentences{ contains = "月" }) do
    local text = years.fold(sentence.text)
    local date, two = impossible(text), has_two_months(text)
    if two then flag_done(report, sentence, text) end
    if date then
      report:flag{ evidence = { sentence }, key = date, date = date, level = "error",
        zh = "日期“{date}”不存在，请改正", en = "There is no such date: {date}" }
    end
    if two then flag_period(report, sentence, reversed(text)) end
  end
  for _, sentence in ipairs(report:sentences{ contains = { points, years.century } }) do
    flag_period(report, sentence, reversed_dots(years.fold(sentence.text)))
  end
end

-- ------------------------------------------------------------------ finished in a year that had not come

local planned = wordlist{ "将", "计划", "预计", "规划", "《", "力争", "目标", "拟", "确保", "到20", "底前", "以后", "至20", "期限" }

local function flag_finished(report)
  if not report.title or years.only(report.title) ~= report.year then return end
  for _, sentence in ipairs(report:sentences{ contains = { "已", "年", years.century } }) do
    local text = years.fold(sentence.text)
    for _, item in ipairs(planned:has(text) and {} or years.all(text)) do
      local after = string.sub(text, item.to + 1, item.to + 45)
      if item.year >= report.year + 2 and item.year <= report.year + 20 and string.find(after, "已", 1, true) then
        report:flag{ evidence = { sentence }, key = text, ahead = item.year, year = report.year,
          zh = "{year}年度的报告写到{ahead}年已完成的事项，请核实年份",
          en = "The report for {year} tells of something done in {ahead}" }
        break
      end
    end
  end
end

-- ------------------------------------------------------------------ the day of the report itself

local labels = wordlist{ "报告日期", "填报日期", "填表日期", "编报日期", "填报时间", "填表时间", "报告时间", "编制日期" }

local EARLY, LATE = 1, 3 -- years before and after its own in which a report is written: budgets early, accounts late
local SIGNED = 3 -- last sentences in which a signature stands
local HEAD_ROWS = 3 -- of a form, among which its year stands alone

local function written(text)
  local _, to = labels:find(text)
  while to do
    local year, month = string.match(string.sub(text, to + 1, to + 36), "^[%s:：]*(%d%d%d%d)%s*年%s*(%d*)")
    if year then return tonumber(year), tonumber(month) end
    _, to = labels:find(text, to + 1)
  end
end

-- 某某局 2022年3月8日 at the very end.
local function signed(text)
  if not string.find(text, "日[%s|]*$") then return nil end
  local year, month = string.match(text, "(%d%d%d%d)%s*年%s*(%d%d?)%s*月%s*%d%d?%s*日[%s|]*$")
  return tonumber(year), tonumber(month)
end

-- What tells of the whole year is not written before it, nor in its first months.
local looks_back = wordlist{ "自评", "决算", "绩效评价", "评价报告", "总结" }
local of_a_part = wordlist{ "上半年", "半年", "季度", "中期", "监控", "—", "期中", "月" }
local ENDING = 10 -- the first month in which a report on the whole year may be ready

local function is_early(report, year, month)
  local back = looks_back:has(report.title)
  local part = of_a_part:has(report.title) or not string.find(report.title, "年度", 1, true)
  return year < report.year - (back and 0 or EARLY)
    or (back and not part and year == report.year and month ~= nil and month >= 1 and month < ENDING)
end

-- The report's year stands in its title or, where that has none, in the line under it: （2022年度）.
local function has_own_year(report)
  if not report.title then return false end
  if #years.all(report.title) > 0 then return years.only(report.title) == report.year end
  if #report:forms() == 0 then return false end
  local line = "（" .. report.year .. "年度）"
  for _, sentence in ipairs(report:sentences{ contains = "年度）" }) do
    if string.find(years.fold(sentence.text), line, 1, true) then return true end
  end
  for _, part in ipairs(report:forms()) do
    for row = 1, math.min(HEAD_ROWS, part.table.rows) do
      local cell = part.table:cell(row, 1)
      if cell and years.fold(cell.text) == line then return true end
    end
  end
  return false
end

local function flag_day(report, sentence, year, month)
  if not year or not (is_early(report, year, month) or year > report.year + LATE) then return end
  report:flag{ evidence = { sentence }, key = "written", written = year, year = report.year,
    zh = "报告落款或填报日期为{written}年，与{year}年度的报告不符，请核实",
    en = "A report for {year} is dated {written}" }
end

local function flag_written(report)
  if not has_own_year(report) then return end
  for _, sentence in ipairs(report:sentences{ contains = labels }) do
    flag_day(report, sentence, written(years.fold(sentence.text)))
  end
  for _, sentence in ipairs(report:sentences{ contains = "年", last = SIGNED }) do
    local text = years.fold(sentence.text)
    if not written(text) then flag_day(report, sentence, signed(text)) end
  end
end

return {
  id = "year.future",
  title = { zh = "时间早晚不合理", en = "Dates that cannot be" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    flag_dates(report)
    if not report.year then return report:short("the report's year is not known") end
    flag_indicators(report)
    flag_finished(report)
    flag_written(report)
  end,
}
