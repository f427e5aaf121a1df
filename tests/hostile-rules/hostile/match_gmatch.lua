-- An iterator that scans to the end for each line.
return {
  id = "hostile.match_gmatch",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    for _ in string.gmatch(string.rep("a", 200000), "[^\n]*\n") do end
  end,
}
