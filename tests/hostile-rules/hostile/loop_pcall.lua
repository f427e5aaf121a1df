-- A loop that catches what stops it.
return {
  id = "hostile.loop_pcall",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    while true do
      pcall(function()
        while true do end
      end)
    end
  end,
}
