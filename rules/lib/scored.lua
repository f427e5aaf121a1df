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

-- Rows of each form, in order.
function scored.by_table(rows)
  local forms, at = {}, {}
  for _, row in ipairs(rows) do
    local number = row.table.number
    if not at[number] then
      forms[#forms + 1] = {}
      at[number] = forms[#forms]
    end
    table.insert(at[number], row)
  end
  return forms
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

local negated = {
  { "不低于", "≥" }, { "不少于", "≥" }, { "不小于", "≥" }, { "不超过", "≤" }, { "不高于", "≤" }, { "不多于", "≤" }, { "不大于", "≤" },
}
local least = { "≥", "≧", ">", "＞", "以上", "高于", "大于", "至少" }
local most = { "≤", "≦", "<", "＜", "以内", "以下", "低于", "少于", "小于", "控制在", "之内" }

-- Of these less is better, or nobody can tell.
local fewer = {
  "成本", "费用", "经费", "支出", "金额", "投资", "造价", "时间", "时限", "时长", "天数", "工作日", "周期", "投诉", "差错", "错误",
  "事故", "死亡", "伤亡", "发案", "案件", "违法", "违规", "违纪", "缩短", "控制", "下降", "减少", "降低", "压减", "压缩", "逾期",
  "损失", "能耗", "排放", "浓度", "拥堵", "空置", "闲置", "超支", "不良", "失业", "返贫", "信访", "上访", "火灾", "缺陷",
  "结余", "结转", "变动", "增幅", "增长率", "次生", "污染物", "负债", "债务", "退回", "故障", "中断",
}

local function has(text, words)
  for _, word in ipairs(words) do
    if string.find(text, word, 1, true) then return true end
  end
  return false
end

-- Whether the words make the figure the least, or the most, that is to be reached.
local function bound(text)
  for _, pair in ipairs(negated) do text = string.gsub(text, pair[1], pair[2]) end
  return has(text, least), has(text, most)
end

local function unit_of(cell)
  return (string.gsub(cell.unit or "", "％", "%%"))
end

-- One plain figure, not a bound: "96%", not "95%以上".
local function plain(cell)
  local at_least, at_most = bound(cell.text)
  return cell.value and not at_least and not at_most
end

local function words_of(row)
  local words = {}
  for _, cell in ipairs{ row.name or false, row.class or false } do
    words[#words + 1] = cell and cell.text or ""
  end
  return table.concat(words, " ")
end

local function comparable(row)
  local target, achieved = row.target, row.achieved
  if not (target and achieved and target.value and plain(achieved)) then return false end
  local a, b = unit_of(target), unit_of(achieved)
  if a == b then return true end
  -- a percentage beside a bare number may be a share of something else
  return (a == "" or b == "") and a ~= "%" and b ~= "%"
end

-- true: reached; false: missed; nil: cannot be told.
function scored.reached(row)
  if not comparable(row) then return nil end
  local target, achieved = row.target.value, row.achieved.value
  local at_least, at_most = bound(row.target.text)
  if at_least and at_most then return nil end
  if at_most then return achieved <= target end
  if at_least then return achieved >= target end
  if achieved == target then return true end
  if has(words_of(row), fewer) then return nil end
  return achieved >= target
end

return scored
