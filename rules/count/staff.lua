-- Staff: the rate of control (在职人数 ÷ 编制数), head counts and their kinds, and more in post than approved with no
-- word on it. The same head count given twice is mention.conflict's.
local group = require "group"
local staff = require "staff"
local tell = require "tell"

-- Words with which a report speaks of staff beyond the approved number.
local topics = { "超编", "编外", "聘用", "临聘", "军转", "借调", "政策性安置", "空编", "劳务派遣", "公益性岗位" }

local messages = {
  ratio = {
    zh = "{told}与编制数、在职人数不符：{formula}，应为{computed}{unit}{times_zh}",
    en = "{told} does not follow from the head counts: {formula}; it should be {computed}{unit}{times_en}",
  },
  sum = {
    zh = "{told}与各类人员之和{computed}{unit}（{formula}）不符，相差{difference}{unit}{times_zh}",
    en = "{told} is not the sum of its kinds, {computed}{unit} ({formula}); off by {difference}{unit}{times_en}",
  },
}

local function formula(claim)
  return claim.formula
end

local function check_claims(report, kind)
  local violated = {}
  for _, claim in ipairs(report:claims{ kind = kind, verdict = "violated", blocked = false }) do
    if staff.is(claim) then violated[#violated + 1] = claim end
  end
  for _, claims in ipairs(group.by(violated, formula)) do
    local claim = claims[1]
    local zh, en = group.times(#claims)
    local rate = claim.rate
    local told = rate and tell.line(rate.label or rate.measure) .. tell.value(rate) or tell.fact(claim.total)
    report:flag{ claim = claim, told = told, times_zh = zh, times_en = en,
      zh = messages[kind].zh, en = messages[kind].en }
  end
end

-- ------------------------------------------------------------------ more than approved

local function together(a, b)
  if a.table or b.table then return a.table ~= nil and a.table == b.table and a.row == b.row end
  return a.line == b.line
end

local kinds = { "行政编制", "事业编制", "工勤编制" }

-- What was approved, kind by kind, in a report that gives no total: the facts and what they come to. Nil where a kind
-- has two values, or where 行政编制 stands alone: an office has other posts too.
local function kinds_of(report)
  local found, sum = {}, decimal(0)
  for _, kind in ipairs(kinds) do
    for i, fact in ipairs(report:facts{ measure = kind }) do
      if i == 1 then
        found[#found + 1], sum = fact, sum + fact.value
      elseif fact.value ~= found[#found].value then
        return nil
      end
    end
  end
  local alone = #found == 1 and found[1].measure ~= "事业编制"
  return #found > 0 and not alone and found or nil, sum
end

local function beside_kinds(report, found)
  local limits, sum = kinds_of(report)
  for _, post in ipairs(limits and report:facts{ measure = "在职人数" } or {}) do
    for _, limit in ipairs(limits) do
      local alike = together(post, limit) and post.year == limit.year and post.holder == limit.holder
      if alike and not post.scope and post.dimension == "person" then
        found[#found + 1] = { post = post, limit = limit, approved = sum, kinds = limits }
        break
      end
    end
  end
end

-- 年末实有人数 | 在职人员 | 离休人员 in one row: of several head counts the least is of those in post.
local function least(found)
  local kept, at = {}, {}
  for _, pair in ipairs(found) do
    local row = pair.post.table and pair.post.table.number .. ":" .. pair.post.row
    local before = row and at[row]
    if not before then
      kept[#kept + 1] = pair
      if row then at[row] = #kept end
    elseif pair.post.value < kept[before].post.value then
      kept[before] = pair
    end
  end
  return kept
end

-- In post and approved of the same year, in one row or one line, where neither is narrowed to a kind.
local function pairs_of(report)
  local found = {}
  local approved = report:facts{ measure = "编制数" }
  for _, post in ipairs(report:facts{ measure = "在职人数" }) do
    for _, limit in ipairs(approved) do
      local alike = together(post, limit) and post.year == limit.year and post.holder == limit.holder
      if alike and not limit.scope and post.dimension == "person" and limit.dimension == "person" then
        found[#found + 1] = { post = post, limit = limit, approved = limit.value, kinds = { limit } }
        break
      end
    end
  end
  if #approved == 0 then beside_kinds(report, found) end
  return least(found)
end

local function speaks_of_it(report)
  for _, topic in ipairs(topics) do
    local sentence = report:sentences{ contains = topic }[1]
    if sentence then return sentence end
  end
end

local function check_excess(report)
  local over = {}
  for _, pair in ipairs(pairs_of(report)) do
    if pair.post.value > pair.approved and pair.approved > decimal(0) then over[#over + 1] = pair end
  end
  local same = group.by(over, function(pair) return tostring(pair.post.value) .. "/" .. tostring(pair.approved) end)
  for _, pairs_told in ipairs(same) do
    local pair = pairs_told[1]
    local said = speaks_of_it(report)
    local evidence, roles = { pair.post }, { "actual" }
    for _, limit in ipairs(pair.kinds) do evidence[#evidence + 1], roles[#roles + 1] = limit, "base" end
    if said then evidence[#evidence + 1], roles[#roles + 1] = said, "explanation" end
    report:flag{ evidence = evidence, roles = roles, key = "excess",
      level = said and "notice" or "warning", post = tell.value(pair.post),
      limit = tostring(pair.approved) .. (pair.limit.unit or ""), more = tostring(pair.post.value - pair.approved),
      tail_zh = said and "" or "，报告未说明超编情况", tail_en = said and "" or "; the report does not say why",
      zh = "在职人数{post}多于编制数{limit}，超出{more}人{tail_zh}",
      en = "{post} in post, {limit} approved: {more} more{tail_en}" }
  end
end

return {
  id = "count.staff",
  title = { zh = "人员编制与在职人数不符", en = "Head counts do not tally" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local counted = #report:facts{ measure = "在职人数" } + #report:facts{ measure = "编制数" }
    if counted == 0 then return report:applicable(false) end
    check_claims(report, "ratio")
    check_claims(report, "sum")
    check_excess(report)
  end,
}
