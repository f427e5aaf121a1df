-- Recursion that catches its own overflow.
return {
  id = "hostile.loop_recursion",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    local function down() pcall(down) return down() end
    while true do pcall(down) end
  end,
}
