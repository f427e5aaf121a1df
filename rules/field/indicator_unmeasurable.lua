-- Indicators that nothing can be held against: scored without a target and without a result; a quantity or a
-- satisfaction in words only; a target in pieces or kilometres with a bare 100 % for a result.
local form = require "form"
local indicators = require "indicators"
local years = require "years"

local MOST = 5

local zero = decimal(0)

local function is_scored(_, row)
  local value = row.score and row.score.value
  return value ~= nil and value > zero
end

local function scored_blank(part)
  return part.target and part.achieved and part:blank("target", "achieved") or {}
end

-- What makes a target one that can be measured.
local measured = wordlist{ "%", "<", ">", table.unpack(years.digits) }

local function without_figure(part)
  return part:without("target", measured)
end

-- What a form of the year before or a note fills in where nothing applies.
local function is_nothing(text)
  return #text < 4 or text == "—" or text == "——" or text == "/"
end

local function in_words(report, row)
  local kind = indicators.kind(row)
  if not kind then return false end
  local target = string.gsub(row.target.text, "%s", "")
  if #target == 0 or is_nothing(target) or not report:words("ask-figure-kind", kind.text) then return false end
  return not report:words("ask-measurable", target) and not string.find(years.fold(row.name.text), "%d")
end

local dates = { ["年"] = true, ["月"] = true, ["日"] = true, ["季"] = true, ["号"] = true, ["％"] = true }

local percent = wordlist{ "%", "％" }

-- 50 followed by something that is no per cent and no part of a date.
local function counts(text)
  local figures = 0
  text = years.fold(text)
  for after in string.gmatch(text, "%d[%d.]*%s*(.?.?.?)") do
    if #after > 0 and not string.find(after, "^%%") and not dates[after] then figures = figures + 1 end
  end
  return figures > 0
end

local function incomparable(_, row)
  local target = row.target and row.target.text
  if not target or percent:has(target) or not counts(target) then return false end
  local achieved = string.gsub(string.gsub(years.fold(row.achieved.text), "　", ""), "％", "%%")
  return string.find(achieved, "^%s*%d+%.?%d*%%%s*$") ~= nil
end

local function in_percent(part)
  return part:with("achieved", percent)
end

-- The indicators among the candidates of all forms that `accept` takes.
local function collect(report, parts, candidates, accept)
  local rows = {}
  for _, part in ipairs(parts) do
    for _, row in ipairs(candidates(part)) do
      if row.named and accept(report, row) then rows[#rows + 1] = row end
    end
  end
  return rows
end

local function flag(report, rows, fields, cell)
  if #rows == 0 then return end
  local names = {}
  fields.evidence = {}
  for i, row in ipairs(rows) do
    names[i] = "“" .. indicators.short(row.name) .. "”"
    fields.evidence[#fields.evidence + 1] = row.name
    if cell and row[cell] then fields.evidence[#fields.evidence + 1] = row[cell] end
    if cell == "target" and row.achieved and fields.key == "incomparable" then
      fields.evidence[#fields.evidence + 1] = row.achieved
    end
  end
  fields.list_zh, fields.list_en = form.list(names, MOST)
  fields.count = #rows
  report:flag(fields)
end

return {
  id = "field.indicator_unmeasurable",
  title = { zh = "指标无法衡量", en = "Indicator that cannot be measured" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local parts = report:forms()
    if #parts == 0 then return report:applicable(false) end
    flag(report, collect(report, parts, scored_blank, is_scored), { key = "scored",
      zh = "{count}项指标没有年度指标值和实际完成值却已计分：{list_zh}，请补填后重新评分",
      en = "{count} indicators have neither a target nor a result, yet a score: {list_en}" }, "score")
    flag(report, collect(report, parts, in_percent, incomparable), { key = "incomparable",
      zh = "{count}项指标的年度指标值是数量，实际完成值只填了百分比，两者无法对照：{list_zh}，请填写实际完成的数量",
      en = "{count} indicators have a quantity for a target and a bare percentage for a result: {list_en}" }, "target")
    flag(report, collect(report, parts, without_figure, in_words), { key = "words", level = "notice",
      zh = "{count}项数量或满意度指标的指标值没有数值，无法衡量：{list_zh}，建议量化",
      en = "{count} indicators of quantity or satisfaction have no figure for a target: {list_en}" }, "target")
  end,
}
