-- An error too long to pass on.
return {
  id = "hostile.error_long",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    error(string.rep("長", 10000))
  end,
}
