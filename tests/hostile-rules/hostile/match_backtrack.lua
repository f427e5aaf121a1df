-- A pattern that tries every way to split a run of letters.
return {
  id = "hostile.match_backtrack",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    return string.find(string.rep("a", 2000), "(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)b")
  end,
}
