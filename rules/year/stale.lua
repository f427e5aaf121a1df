-- Last year's year where only the report's own can stand: the caption of a goal form, what an indicator was to reach
-- or reached, the heading of the year's results. Years before it are normal elsewhere: comparisons, carried-over money,
-- names of plans and documents.
local form = require "form"
local indicators = require "indicators"
local years = require "years"

local MOST = 4

-- Words beside which an earlier year is no slip.
local comparing = wordlist{
  "比", "较", "上年", "去年", "基数", "基期", "以来", "历年", "结转", "遗留", "往年", "规划", "《", "以前", "同期", "起", "增长",
  "提高", "降低", "减少",
}
-- Words of something that was done or is to be done in the year.
local doing = wordlist{ "完成", "实现", "达到", "开展", "底前", "月前", "年底", "办理", "共", "前" }

-- Every year of the text lies before the form's, and it says that something is done in it.
local function is_stale(text, year)
  local latest = years.latest(text)
  if not latest or latest >= year or latest < year - 2 or #years.all(text) == 0 then return false end
  return doing:has(text) and not comparing:has(text)
end

local function stale_cells(report, found)
  for _, part in ipairs(report:forms()) do
    local year = years.of_table(report, part.table)
    for _, row in ipairs(year and part:with("target", "achieved", years.century) or {}) do
      for _, cell in ipairs(row.named and { row.target or row.name, row.achieved } or {}) do
        if is_stale(cell.text, year) and cell ~= row.name then
          found[#found + 1] = { place = cell, year = year, name = indicators.short(row.name) }
        end
      end
    end
  end
end

local function flag_cells(report)
  local found, names, evidence, seen = {}, {}, {}, {}
  stale_cells(report, found)
  if #found == 0 then return end
  for _, item in ipairs(found) do
    if not seen[item.name] then names[#names + 1] = "“" .. item.name .. "”" end
    seen[item.name] = true
    evidence[#evidence + 1] = item.place
  end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = evidence, key = "indicator", year = found[1].year, before = years.latest(found[1].place.text),
    list_zh = list_zh, list_en = list_en,
    zh = "{year}年度的表中，指标{list_zh}的指标值写的是{before}年，请核实是否沿用了上年内容",
    en = "In the form for {year} the values of {list_en} speak of {before}" }
end

-- A goal form of an earlier year in the report.
local function flag_captions(report)
  for _, tbl in ipairs(report:tables{ kind = "indicators" }) do
    local year = tbl.form == "goal" and tbl.caption and years.only(tbl.caption)
    if year and report.year and year < report.year then
      report:flag{ evidence = { tbl:cell(1, 1) }, key = "caption", caption = tbl.caption, before = year,
        year = report.year,
        zh = "{year}年度报告所附“{caption}”是{before}年的，请核实是否沿用了上年表格",
        en = "The report for {year} comes with “{caption}”, a form for {before}" }
    end
  end
end

local results = wordlist{ "工作成效", "主要成效", "工作完成情况", "绩效目标完成情况", "主要工作", "工作总结", "绩效情况", "支出情况", "收支情况" }

local compared = wordlist{ "对比", "变化" }

-- The heading of what was done in the year.
local function flag_headings(report)
  for _, section in ipairs(report:sections{ title = results }) do
    local title = section.title
    local year = section.level > 1 and years.only(title)
    if year and year == report.year - 1 and not comparing:has(title) and not compared:has(title) then
      report:flag{ evidence = { section }, key = title, heading = title, before = year, year = report.year,
        zh = "{year}年度报告的标题“{heading}”写的是{before}年，请核实是否沿用了上年内容",
        en = "A heading of the report for {year} names {before}: “{heading}”" }
    end
  end
end

-- ------------------------------------------------------------------ vehicles and equipment as of a day

local assets = wordlist{ "共有车辆", "车辆", "国有资产", "单价50万元", "单价100万元", "大型设备" }

-- 截至2021年12月31日，本部门共有车辆…: final accounts tell of their own year's end, budgets of the year before.
local asof = { "截至", "截止", "截止到", "截至到" }
local year_ends = { "^12月31日", "^末", "^底", "^12月底" }

local function as_of(text)
  for _, word in ipairs(asof) do
    local year, rest = string.match(text, word .. "%s*(20%d%d)年(.*)")
    for _, pattern in ipairs(year and assets:has(rest) and year_ends or {}) do
      if string.find(rest, pattern) then return math.tointeger(tonumber(year)) end
    end
  end
end

local function flag_assets(report)
  local title = report.title
  local late = string.find(title, "决算", 1, true) and report.year
    or string.find(title, "预算公开", 1, true) and report.year - 1
  for _, sentence in ipairs(late and report:sentences{ contains = { "截", "年" } } or {}) do
    local year = as_of(years.fold(sentence.text))
    if year and year < late and year >= late - 2 then
      report:flag{ evidence = { sentence }, key = "assets", before = year, year = report.year,
        zh = "{year}年度的公开文本，资产情况却截至{before}年末，请核实是否沿用了上年内容",
        en = "The text for {year} tells of the assets as of the end of {before}" }
    end
  end
end

-- ------------------------------------------------------------------ measures for a year that is over

local ahead = wordlist{ "将", "确保", "力争", "继续", "进一步", "拟" }
local looking_back = wordlist{ "审计", "结转", "以来", "已", "起", "针对", "问题", "欠", "比", "较", "《", "完成了", "存在" }
local plans = wordlist{ "下一步", "下步", "今后", "工作打算", "工作计划" }

local heads = { "，", ",", "底前", "年底前", "末前", "月底前", "月前" }

-- 下步打算：2021年，我镇将…; 确保2021年底前完成.
local function past_plan(report, text)
  local found = years.all(text)
  local item = #found == 1 and found[1]
  if not item or item.year >= report.year or item.year < report.year - 5 then return end
  local after = string.sub(text, item.to + 1, item.to + 18)
  after = string.gsub(string.gsub(after, "^度", ""), "^%d+月", "月")
  for _, head in ipairs(heads) do
    if string.sub(after, 1, #head) == head then return item.year end
  end
end

local function flag_plan(report, section)
  for _, sentence in ipairs(report:sentences{ contains = ahead }) do
    local text = sentence.section == section and not sentence.cell and years.fold(sentence.text)
    local year = text and ahead:has(text) and not looking_back:has(text) and past_plan(report, text)
    if year then
      report:flag{ evidence = { sentence }, key = "plan", before = year, year = report.year,
        zh = "{year}年度的报告，下一步打算写的却是{before}年，请核实是否沿用了以前年度的内容",
        en = "The report for {year} plans for {before}" }
    end
  end
end

local function flag_plans(report)
  for _, section in ipairs(report:sections{ title = plans }) do
    local text = section.level > 1 and years.fold(section.text) or ""
    for digits in string.gmatch(text, "%f[%d](20%d%d)年") do
      if tonumber(digits) < report.year then
        flag_plan(report, section)
        break
      end
    end
  end
end

return {
  id = "year.stale",
  title = { zh = "年度未更新", en = "Last year's year" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    if not report.year then return report:short("the report's year is not known") end
    flag_cells(report)
    flag_captions(report)
    if not report.title or years.only(report.title) ~= report.year then return end
    flag_headings(report)
    flag_assets(report)
    flag_plans(report)
  end,
}
