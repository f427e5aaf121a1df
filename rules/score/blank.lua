-- A form with scores where some are missing: indicators with a weight and no score, and a total row with the weight
-- alone. A form in which nothing is scored yet is a goal form or a template, and no finding. All of one form is one
-- finding.
local group = require "group"
local scored = require "scored"

-- A mark in place of a figure (— / 不适用) is an answer, a blank is none.
local function is_unscored(row)
  local weight = row.weight_figure
  return weight ~= nil and weight.value > decimal(0) and scored.is_blank(row.score) and not scored.is_filler(row)
end

-- nil where one of them is above its weight: then the sum tells nothing.
local function sum_of_scores(rows)
  local sum = decimal(0)
  for _, row in ipairs(rows) do
    local score = row.score_figure
    if score and row.kind ~= "total" then
      if row.marks == "over" then return nil end
      sum = sum + score.value
    end
  end
  return sum
end

-- What all scores make stands in the row, in a column where a converter left it.
local function has_sum(row, rows)
  local sum, tbl, number = sum_of_scores(rows), row.table, row.row
  for column = 1, sum and tbl.columns or 0 do
    local cell = tbl:cell(number, column)
    if cell and cell.value == sum then return true end
  end
  return false
end

-- What the total row lacks: its lone figure may stand in either column.
local function total_lacks(row, rows)
  if row.marks or has_sum(row, rows) then return nil end
  local only = row.score_figure or row.weight_figure
  if only and only.value == decimal(100) then return "score" end
  return not only and scored.is_blank(row.score) and "both" or nil
end

local function weight_told(row)
  return "（分值" .. tostring(row.weight_figure.value) .. "分）", " (" .. tostring(row.weight_figure.value) .. ")"
end

local function total_told(rows, blanks)
  local sum = #blanks == 0 and sum_of_scores(rows)
  if not sum then return "总分行未填总得分", "no total score" end
  return "总分行未填总得分（各项得分合计" .. tostring(sum) .. "分）",
    "no total score (its rows make " .. tostring(sum) .. ")"
end

local function flag(report, rows, blanks, total)
  local zh, en, evidence = {}, {}, {}
  if #blanks > 0 then
    local list_zh, list_en = scored.list(blanks, weight_told)
    zh[#zh + 1] = list_zh .. "未填得分"
    en[#en + 1] = "no score for " .. list_en
  end
  for i, row in ipairs(blanks) do evidence[i] = row end
  if total then
    zh[#zh + 1], en[#en + 1] = total_told(rows, blanks)
    evidence[#evidence + 1] = total
  end
  report:flag{ evidence = evidence, list_zh = table.concat(zh, "；"), list_en = table.concat(en, "; "), key = "blank",
    zh = "自评表得分漏填：{list_zh}",
    en = "The form is scored but for these: {list_en}" }
end

-- A list of projects with the score of each has none to add up.
local function is_weighed(rows)
  for _, row in ipairs(rows) do
    if row.weight_figure then return true end
  end
  return false
end

local function check_form(report, rows)
  local blanks, scores, total = {}, 0, nil
  for _, row in ipairs(rows) do
    if row.kind == "total" then
      total = total or (is_weighed(rows) and total_lacks(row, rows) and row)
    elseif row.marks or row.score_figure then
      scores = scores + 1
    elseif is_unscored(row) then
      blanks[#blanks + 1] = row
    end
  end
  -- most are scored: the others were forgotten
  if scores < 2 or scores <= #blanks or (#blanks == 0 and not total) then return end
  flag(report, rows, blanks, total)
end

-- 绩效自评综合得分, 评价等次 with nothing beside them.
local function check_labels(report)
  local blank = {}
  for _, mention in ipairs(report:mentions{ class = "find-score-label" }) do
    local cell, tbl = mention.cell, mention.table
    local alone = cell and not string.find(mention.before .. mention.after, "[^%s:：]")
    local right = alone and tbl:cell(cell.row, cell.column + cell.columns)
    local below = alone and not right and tbl:cell(cell.row + cell.rows, cell.column)
    if alone and right and scored.is_blank(right) and not tbl:head(cell.row) then
      blank[#blank + 1] = mention
    elseif alone and below and scored.is_blank(below) and tbl:head(cell.row) then
      blank[#blank + 1] = mention
    end
  end
  for _, same in ipairs(group.by(blank, function(mention) return mention.table.number end)) do
    local names = {}
    for i, mention in ipairs(same) do names[i] = mention.text end
    report:flag{ evidence = same, key = "label", list = table.concat(names, "”“"),
      zh = "“{list}”未填写，自评表没有评价结论",
      en = "“{list}” is blank: the form has no result" }
  end
end

return {
  id = "score.blank",
  title = { zh = "得分漏填", en = "Score left blank" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    if report.partial then return report:short("the whole document") end
    for _, rows in ipairs(report:indicators{ by_form = true }) do check_form(report, rows) end
    check_labels(report)
  end,
}
