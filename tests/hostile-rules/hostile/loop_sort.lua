-- A comparison that never returns.
return {
  id = "hostile.loop_sort",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    table.sort({ 2, 1 }, function()
      while true do end
    end)
  end,
}
