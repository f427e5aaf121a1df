-- An error that is nothing.
return {
  id = "hostile.error_nil",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    error(nil)
  end,
}
