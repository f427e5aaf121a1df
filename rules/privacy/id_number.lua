-- Identity numbers and bank cards of persons, verified by their check digits. A card's number counts only beside words
-- of an account, for nineteen digits may be a code.
local private = require "private"

local NEAR = 3 -- cells and lines around an account's number

local function is_account(report, number)
  if report:words("ask-account-label", number.before) then return true end
  local cell, tbl = number.cell, number.table
  for row = cell and cell.row or 0, 1, -1 do
    local above = tbl:cell(row, cell.column)
    if above and above ~= cell and (tbl:head(row) or row > cell.row - NEAR)
      and report:words("ask-account-label", above.text) then return true end
    if tbl:head(row) then break end
  end
  local beside = cell and cell.column > 1 and tbl:cell(cell.row, cell.column - 1)
  return beside and report:words("ask-account-label", beside.text) ~= nil or false
end

return {
  id = "privacy.id_number",
  title = { zh = "含身份证号、银行卡号", en = "Identity or bank card number" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  basis = "《中华人民共和国个人信息保护法》",
  check = function(report)
    local cards = {}
    for _, number in ipairs(report:identifiers{ kind = "card" }) do
      if is_account(report, number) then cards[#cards + 1] = number end
    end
    private.flag(report, report:identifiers{ kind = "identity" }, { key = "identity",
      zh = "含个人身份证号{list_zh}（共{count}个），公开前必须删除或脱敏",
      en = "The text has {count} identity numbers of persons ({list_en}); remove or mask them before publication" })
    private.flag(report, cards, { key = "card",
      zh = "含个人银行卡号{list_zh}（共{count}个），公开前必须删除或脱敏",
      en = "The text has {count} bank card numbers ({list_en}); remove or mask them before publication" })
  end,
}
