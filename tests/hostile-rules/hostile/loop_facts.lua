-- The report, asked without end.
return {
  id = "hostile.loop_facts",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(report)
    while true do report:facts() end
  end,
}
