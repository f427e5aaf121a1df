-- Words that stand twice in a row: 紧紧围绕紧紧围绕. Labels and names in tables are left alone, and so are words of two
-- characters that may end one term and begin the next: 城市管理管理办法 is odd, 各部门部门预算 is not.
local group = require "group"
local flaws = require "flaws"

-- 一个乡镇一个乡镇地核查: one after another.
local function is_each(flaw)
  return string.find(flaw.around, flaw.text .. "地", 1, true) ~= nil
end

local marks = { ["，"] = true, ["。"] = true, ["；"] = true, ["、"] = true, ["："] = true } -- of three bytes

-- Right behind a mark no term has ended that the second might begin anew: ，资金资金支付.
local function heads_clause(flaw)
  local around = flaw.around
  local from = string.find(around, flaw.text, 1, true)
  return from and from > 3 and marks[string.sub(around, from - 3, from - 1)]
end

local function is_meant(report, flaw)
  local right = flaw.right
  local counts = string.sub(right, 1, 3) == "一"
  if report:words("may-repeat", right) == right and (counts or not heads_clause(flaw)) then return true end
  return counts and is_each(flaw)
end

local function doubled(report)
  local found = {}
  for _, flaw in ipairs(report:flaws{ kind = "doubled" }) do
    if flaw.prose and not is_meant(report, flaw) then found[#found + 1] = flaw end
  end
  return found
end

local function word(flaw)
  return flaw.right
end

return {
  id = "text.doubled",
  title = { zh = "文字重复", en = "Words doubled" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = doubled(report)
    if #group.by(found, word) > flaws.MOST then return end
    flaws.flag(report, found, word, function(flaw)
      return { level = utf8.len(flaw.right) > 2 and "warning" or "notice",
        zh = "文字重复：“{right}”连写了两遍（“{around}”）{times_zh}",
        en = "“{right}” stands twice in a row (“{around}”){times_en}" }
    end)
  end,
}
