-- A finding without evidence.
return {
  id = "hostile.error_flag",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    report:flag{ zh = "x", en = "x" }
  end,
}
