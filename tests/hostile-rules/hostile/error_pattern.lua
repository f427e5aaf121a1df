-- A pattern that is none.
return {
  id = "hostile.error_pattern",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return string.find("x", "[")
  end,
}
