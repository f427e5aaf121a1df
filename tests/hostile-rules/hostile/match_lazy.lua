-- Lazy items, each tried at every length.
return {
  id = "hostile.match_lazy",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    return string.match(string.rep("a", 5000), ".-.-.-.-.-.-.-.-b")
  end,
}
