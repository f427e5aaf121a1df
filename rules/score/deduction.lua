-- What the form says was taken off (扣3分) is not what weight and score come to. Only the column of reasons is read: what
-- stands under 评分标准 tells how to score, not what was done.
local scored = require "scored"
local tell = require "tell"
local years = require "years"

-- 每超一天扣1分: how to take off, not how much.
local how = wordlist{ "每", "扣完", "最多", "一项不符", "一项扣", "一处扣", "缺一", "酌情", "不得分" }

local GAP_BYTES = 6 -- 扣减, 扣除了

-- What the text says was taken off, and the amounts one by one; nil where it says nothing or how to.
local function said(text)
  if not string.find(text, "扣", 1, true) or how:has(text) then return nil end
  local sum, each = decimal(0), {}
  for gap, digits in string.gmatch(years.fold(text), "扣(%D-)(%d[%d.]*)%s*分") do
    local value = #gap <= GAP_BYTES and string.find(digits, "^%d+%.?%d*$") and decimal(digits)
    if not value then return nil end
    sum, each[#each + 1] = sum + value, value
  end
  return #each > 0 and sum or nil, each
end

local function contradicts(taken, sum, each)
  if taken == sum then return false end
  for _, value in ipairs(each) do
    if value == taken then return false end -- the others are of something else
  end
  return true
end

local function check_row(report, row)
  local reason, marks = row.reason, row.marks
  if not reason or not marks or marks == "over" then return end
  local sum, each = said(reason.text)
  if not sum then return end
  local weight, score = scored.points(row)
  if not contradicts(weight - score, sum, each) then return end
  report:flag{ evidence = { row.weight_figure, row.score_figure, reason }, roles = { "weight", "score", "reason" },
    name = scored.name(row), weight = tostring(weight), score = tostring(score), taken = tostring(weight - score),
    sum = tostring(sum), told = tell.line(reason.text), key = scored.name(row),
    zh = "{name}：分值{weight}分，得{score}分，应扣{taken}分，扣分原因却写扣{sum}分",
    en = "{name}: {score} of {weight} takes off {taken}, but the reason says {sum}" }
end

return {
  id = "score.deduction",
  title = { zh = "扣分与得分不符", en = "Points taken off do not follow from the score" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local rows = report:indicators{ kind = "indicator" }
    if #rows == 0 then return report:applicable(false) end
    for _, row in ipairs(rows) do check_row(report, row) end
  end,
}
