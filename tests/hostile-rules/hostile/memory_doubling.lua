-- A string that doubles.
return {
  id = "hostile.memory_doubling",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local s = "x"
    while true do s = s .. s end
  end,
}
