-- The scored rows of self-evaluation forms (report:indicators): what a message calls them, whether what was achieved
-- reaches what was to be, and the points in words.
local tell = require "tell"

local scored = {}

local NAME_CHARS = 20
local LISTED = 6 -- rows told in a message; the rest are counted

local function shorten(text)
  text = tell.line(text)
  local at = utf8.offset(text, NAME_CHARS + 1)
  return at and at <= #text and string.sub(text, 1, at - 1) .. "…" or text
end

local function text_of(cell)
  return cell and string.find(cell.text, "%S") and cell.text or nil
end

-- A template's row for more: dots and nothing else.
function scored.is_filler(row)
  local text = text_of(row.name)
  if not text then return false end
  return not string.find(string.gsub(string.gsub(text, "…", ""), "[%s.]", ""), "%S")
end

function scored.name(row)
  return shorten(text_of(row.name) or text_of(row.class) or text_of(row.group) or "")
end

function scored.is_blank(cell)
  return text_of(cell) == nil
end

-- Weight and score where the row has both.
function scored.points(row)
  local weight, score = row.weight_figure, row.score_figure
  if weight and score then return weight.value, score.value end
end

-- Names with what `word` says of each, joined; what is over LISTED is counted.
function scored.list(rows, word)
  local zh, en = {}, {}
  for i = 1, math.min(#rows, LISTED) do
    local a, b = word(rows[i])
    zh[i], en[i] = scored.name(rows[i]) .. a, scored.name(rows[i]) .. b
  end
  local more = #rows > LISTED
  return table.concat(zh, "；") .. (more and "；等共" .. #rows .. "项" or ""),
    table.concat(en, "; ") .. (more and "; " .. #rows .. " in all" or "")
end

-- ------------------------------------------------------------------ targets

-- Words that make a figure the least, or the most, that is to be reached.
local least = { "不低于", "不少于", "不小于", "≥", "≧", ">", "＞", "以上", "高于", "大于", "至少" }
local most = { "不超过", "不高于", "不多于", "不大于", "≤", "≦", "<", "＜", "以内", "以下", "低于", "少于", "小于", "控制在", "之内" }

-- One list of both, for 不低于 is not 低于.
local is_least, all = {}, {}
for _, word in ipairs(least) do all[#all + 1], is_least[word] = word, true end
for _, word in ipairs(most) do all[#all + 1] = word end
local bounds = wordlist(all)

-- Of these less is better, or nobody can tell.
local fewer = wordlist{
  "成本", "费用", "经费", "支出", "金额", "投资", "造价", "时间", "时限", "时长", "天数", "工作日", "周期", "投诉", "差错", "错误",
  "事故", "死亡", "伤亡", "发案", "案件", "违法", "违规", "违纪", "缩短", "控制", "下降", "减少", "降低", "压减", "压缩", "逾期",
  "损失", "能耗", "排放", "浓度", "拥堵", "空置", "闲置", "超支", "不良", "失业", "返贫", "信访", "上访", "火灾", "缺陷",
  "结余", "结转", "变动", "增幅", "增长率", "次生", "污染物", "负债", "债务", "退回", "故障", "中断",
}
-- Whether the words make the figure the least, or the most, that is to be reached.
local function bound(text)
  local at_least, at_most = false, false
  local _, to, word = bounds:find(text)
  while to do
    at_least, at_most = at_least or is_least[word], at_most or not is_least[word]
    _, to, word = bounds:find(text, to + 1)
  end
  return at_least, at_most
end

-- The figure that a cell is, and its unit; nil where it is none.
local function figure_of(cell)
  local value = cell and cell.value
  if not value then return nil end
  local unit = cell.unit or ""
  return value, unit == "％" and "%" or unit
end

local function wants_fewer(cell)
  return cell and fewer:has(cell.text)
end

local function comparable(a, b)
  if a == b then return true end
  -- a percentage beside a bare number may be a share of something else
  return (a == "" or b == "") and a ~= "%" and b ~= "%"
end

-- The figures of target and result where they can be compared: the result is one plain figure, 96%, not 95%以上.
local function figures(target, achieved)
  local wanted, unit = figure_of(target)
  if not wanted then return nil end
  local got, other = figure_of(achieved)
  if not got or not comparable(unit, other) then return nil end
  local at_least, at_most = bound(achieved.text)
  if at_least or at_most then return nil end
  return wanted, got
end

local money = { ["元"] = true, ["千元"] = true, ["万元"] = true, ["万"] = true, ["亿元"] = true, ["亿"] = true }

-- 成本指标 | 43万 | 83万: spending more than was to be spent is missing the target.
local function is_cost(row)
  local class = row.class and row.class.text or ""
  return string.find(class, "成本", 1, true) ~= nil and money[row.target.unit or ""]
end

-- true: reached; false: missed; nil: cannot be told.
function scored.reached(row)
  local target = row.target
  local wanted, got = figures(target, row.achieved)
  if not wanted then return nil end
  local at_least, at_most = bound(target.text)
  if at_least and at_most then return nil end
  if at_most then return got <= wanted end
  if at_least then return got >= wanted end
  if got == wanted then return true end
  if got > wanted and is_cost(row) then return false end
  if wants_fewer(row.name) or wants_fewer(row.class) then return nil end
  return got >= wanted
end

return scored
