-- The same by way of the report.
return {
  id = "hostile.match_report",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(report)
    return report:find(".-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-\1")
  end,
}
