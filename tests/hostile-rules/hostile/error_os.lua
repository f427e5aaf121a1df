-- No os.
return {
  id = "hostile.error_os",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return os.execute("true")
  end,
}
