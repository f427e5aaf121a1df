-- Recursion without end.
return {
  id = "hostile.memory_overflow",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local function down(n) return 1 + down(n + 1) end
    return down(1)
  end,
}
