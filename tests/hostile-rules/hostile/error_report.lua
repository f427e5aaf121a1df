-- The report is read-only.
return {
  id = "hostile.error_report",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    report.title = "x"
  end,
}
