-- One string that is too long.
return {
  id = "hostile.memory_rep",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    return string.rep("x", 1000000000)
  end,
}
