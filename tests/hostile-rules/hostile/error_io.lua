-- No io.
return {
  id = "hostile.error_io",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return io.open("/etc/passwd")
  end,
}
