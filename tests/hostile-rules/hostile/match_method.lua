-- By way of the strings' methods.
return {
  id = "hostile.match_method",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    local text = string.rep("a", 5000)
    return text:find(".-.-.-.-.-.-.-.-b")
  end,
}
