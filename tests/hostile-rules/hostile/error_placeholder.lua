-- A message that asks for what is not there.
return {
  id = "hostile.error_placeholder",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    report:flag{ zh = "{nothing}", en = "x", evidence = report:sentences() }
  end,
}
