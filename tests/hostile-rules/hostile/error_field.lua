-- A field that is misspelt is no absent value.
return {
  id = "hostile.error_field",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(report)
    return report.tittle
  end,
}
