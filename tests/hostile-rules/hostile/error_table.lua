-- An error that is no text.
return {
  id = "hostile.error_table",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    error({ code = 1 })
  end,
}
