-- A loop without end.
return {
  id = "hostile.loop",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    while true do end
  end,
}
