-- A replacement over a pattern without end.
return {
  id = "hostile.match_gsub",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    return string.gsub(string.rep("(", 200000), "%b()", "")
  end,
}
