-- So is a filter.
return {
  id = "hostile.error_filter",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    return report:facts{ mesure = "x" }
  end,
}
