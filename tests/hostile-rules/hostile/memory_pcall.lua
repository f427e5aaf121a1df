-- Too much, again and again.
return {
  id = "hostile.memory_pcall",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local keep = {}
    while true do
      pcall(function()
        while true do keep[#keep + 1] = string.rep(string.rep("x", 1000), 100) end
      end)
    end
  end,
}
