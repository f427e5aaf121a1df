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
  for _, claim in ipairs(group.unblocked(report:claims{ kind = kind, verdict = "violated" })) do
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

-- In post and approved of the same year, in one row or one line, where neither is narrowed to a kind.
local function pairs_of(report)
  local found = {}
  local approved = report:facts{ measure = "编制数" }
  for _, post in ipairs(report:facts{ measure = "在职人数" }) do
    for _, limit in ipairs(approved) do
      local alike = together(post, limit) and post.year == limit.year and post.holder == limit.holder
      if alike and not limit.scope and post.dimension == "person" and limit.dimension == "person" then
        found[#found + 1] = { post = post, limit = limit }
        break
      end
    end
  end
  return found
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
    if pair.post.value > pair.limit.value and pair.limit.value > decimal(0) then over[#over + 1] = pair end
  end
  local same = group.by(over, function(pair) return tostring(pair.post.value) .. "/" .. tostring(pair.limit.value) end)
  for _, pairs_told in ipairs(same) do
    local post, limit = pairs_told[1].post, pairs_told[1].limit
    local said = speaks_of_it(report)
    local evidence = { post, limit }
    if said then evidence[3] = said end
    report:flag{ evidence = evidence, roles = { "actual", "base", "explanation" }, key = "excess",
      level = said and "notice" or "warning", post = tell.value(post), limit = tell.value(limit),
      more = tostring(post.value - limit.value),
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
