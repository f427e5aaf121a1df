-- An error that is a number.
return {
  id = "hostile.error_number",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    error(42)
  end,
}
