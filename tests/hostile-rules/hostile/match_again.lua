-- Spent once, the steps do not come back by catching the error.
return {
  id = "hostile.match_again",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    while true do
      pcall(string.find, string.rep("a", 3000), ".-.-.-.-.-b")
    end
  end,
}
