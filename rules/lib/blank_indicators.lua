-- Rows of an indicator table that ask for values, and kinds of indicators under which nothing stands.
local form = require "form"
local indicators = require "indicators"

local MOST = 6 -- names in a message
local TOLD_MIN = 3 -- for each result that is missing so many are there

local blank_indicators = {}

-- Scored (that is field.indicator_unmeasurable's), or without a weight where the form has weights: a row that a page
-- cut in two, or one left free.
local function is_another_matter(row)
  return not indicators.is_blank(row.score) or (row.weight_column ~= nil and indicators.is_blank(row.weight))
end

-- The indicators whose result nobody told; without such a column those without a target.
local function untold_rows(part)
  local found = {}
  for _, row in ipairs(part:blank(part.achieved and "achieved" or "target")) do
    if row.named then found[#found + 1] = row end
  end
  return found
end

-- Points for what nobody told: in a form that tells it of nearly all others.
local function scored_untold(part, untold)
  local found = {}
  for _, row in ipairs(part.achieved and part.target and untold or {}) do
    local points = row.achieved and row.score and row.score.value
    if points and points > decimal(0) and not indicators.is_blank(row.target) then found[#found + 1] = row end
  end
  local told = #found > 0 and #part.rows - #untold or 0
  return told >= TOLD_MIN * #found and found or {}
end

local function missing_values(part)
  local untold = untold_rows(part)
  local both, achieved = {}, scored_untold(part, untold)
  for _, row in ipairs(untold) do
    local list = (not part.target or indicators.is_blank(row.target)) and both or achieved
    if not is_another_matter(row) then list[#list + 1] = row end
  end
  return both, achieved
end

local function names_of(rows)
  local names, cells = {}, {}
  for i, row in ipairs(rows) do names[i], cells[i] = indicators.short(row.name), row.name end
  local zh, en = form.list(names, MOST)
  return zh, en, cells
end

local function flag_rows(report, part, rows, key, what_zh, what_en)
  if #rows == 0 then return end
  local list_zh, list_en, cells = names_of(rows)
  report:flag{ evidence = cells, key = key, caption = form.caption(part.table), count = #rows,
    list_zh = list_zh, list_en = list_en, what_zh = what_zh, what_en = what_en,
    zh = "{caption}中{count}项指标未填{what_zh}：{list_zh}",
    en = "{caption}: {count} indicators without {what_en}: {list_en}" }
end

function blank_indicators.flag_values(report, part)
  local both, achieved = missing_values(part)
  local zh, en = "年度指标值和实际完成值", "a target and what was achieved"
  if not part.achieved then zh, en = "指标值", "a target" end
  if not part.target then zh, en = "完成情况", "what was achieved" end
  flag_rows(report, part, both, "both", zh, en)
  flag_rows(report, part, achieved, "achieved", "实际完成值", "what was achieved")
end

local function row_is_blank(row)
  local named = row.has_name and row.name ~= row.class
  return not named and indicators.is_blank(row.target) and indicators.is_blank(row.achieved)
    and indicators.is_blank(row.score)
end

-- Rows that begin a kind and are blank, two and more: a form need not have every kind.
local function may_have_empty_kinds(part)
  local begun = 0
  for _, row in ipairs(part:blank("target", "achieved", "score")) do
    local class = row.class
    if class and class.row == row.row then begun = begun + 1 end
  end
  return begun > 1
end

-- The cells that name a kind under which nothing stands.
local function empty_kinds(report, part)
  local found, open = {}, nil
  if not may_have_empty_kinds(part) then return found end
  for _, row in ipairs(part.all) do
    local class = row.class
    if class and not indicators.is_blank(class) and class.row == row.row then
      open = #class.text < 40 and report:words("ask-output-kind", class.text) and class or nil
      if open then found[#found + 1] = open end
    end
    if open and not row_is_blank(row) then
      found[#found], open = nil, nil
    end
  end
  return found
end

function blank_indicators.flag_kinds(report, part)
  local blank, names = empty_kinds(report, part), {}
  for i, cell in ipairs(blank) do names[i] = indicators.short(cell) end
  if #blank < 2 then return end
  local list_zh, list_en = form.list(names, MOST)
  report:flag{ evidence = blank, key = "kind", caption = form.caption(part.table), list_zh = list_zh, list_en = list_en,
    zh = "{caption}中{list_zh}的指标内容、目标值和完成情况全部空白，请补填",
    en = "{caption}: no indicators at all under {list_en}" }
end

return blank_indicators
