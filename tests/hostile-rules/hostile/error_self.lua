-- A method called on something else.
return {
  id = "hostile.error_self",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    return report.facts({}, {})
  end,
}
