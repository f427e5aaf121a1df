-- Mobile telephone numbers in a text that is to be published. A number in the form's own field for one was asked for:
-- it is a hint, to be masked before publication. In a table without such a field eleven digits may be an amount.
local private = require "private"

local LABEL_BYTES = 30 -- before the number: 联系电话：

-- 联系电话：139…
local function is_after_label(report, before)
  local label = string.match(before, "(.*)：%s*$") or string.match(before, "(.*):%s*$")
  return label ~= nil and report:words("ask-phone-label", string.sub(label, -LABEL_BYTES)) ~= nil
end

-- Whether a telephone number was asked for: before the number, beside it or above it.
local function is_asked_for(report, number)
  if is_after_label(report, number.before) then return true end
  local cell, tbl = number.cell, number.table
  if not cell then return false end
  for c = cell.column - 1, 1, -1 do
    local beside = tbl:cell(cell.row, c)
    if beside and #beside.text < 60 and report:words("ask-phone-label", beside.text) then return true end
  end
  for row = cell.row - 1, 1, -1 do
    local above = tbl:cell(row, cell.column)
    if above and tbl:head(row) then return report:words("ask-phone-label", above.text) ~= nil end
  end
  return false
end

local function is_amount(number)
  return string.find(number.after, "^%s*元") or string.find(number.after, "^%s*万") or string.find(number.after, "^%s*%%")
end

return {
  id = "privacy.phone",
  title = { zh = "含手机号码", en = "Mobile telephone number" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    local asked, free = {}, {}
    for _, number in ipairs(report:identifiers{ kind = "mobile" }) do
      if is_asked_for(report, number) then
        asked[#asked + 1] = number
      elseif not number.cell and not is_amount(number) then
        free[#free + 1] = number
      end
    end
    private.flag(report, free, { key = "text",
      zh = "正文含手机号码{list_zh}（共{count}处），公开前请删除或脱敏",
      en = "The text has {count} mobile telephone numbers ({list_en}); remove or mask them before publication" })
    private.flag(report, asked, { key = "form", level = "notice",
      zh = "联系电话填写的是个人手机号{list_zh}（共{count}处），公开前请脱敏或改用办公电话",
      en = "A mobile number was given for contact ({list_en}, {count} in all); mask it before publication" })
  end,
}
