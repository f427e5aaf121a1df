-- Functions without end.
return {
  id = "hostile.memory_closures",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local t = {}
    for i = 1, 1 << 40 do
      t[i] = function() return t, i end
    end
  end,
}
