-- A tostring of its own, which the others do not see.
return {
  id = "hostile.loop_tostring",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(report)
    tostring = function() while true do end end -- luacheck: ignore
    report:flag{ zh = "数{数}", en = "{数}", values = { ["数"] = tostring(1) }, evidence = report:sentences() }
  end,
}
