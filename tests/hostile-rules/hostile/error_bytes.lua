-- An error that is not UTF-8.
return {
  id = "hostile.error_bytes",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    error("\xff\xfe\0\27[31m")
  end,
}
