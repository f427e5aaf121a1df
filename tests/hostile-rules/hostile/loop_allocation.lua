-- Much garbage in few instructions.
return {
  id = "hostile.loop_allocation",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    while true do
      local _ = string.rep("x", 1000000)
    end
  end,
}
