-- A callback that never returns.
return {
  id = "hostile.loop_gsub",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    return string.gsub("a", "a", function()
      while true do end
    end)
  end,
}
