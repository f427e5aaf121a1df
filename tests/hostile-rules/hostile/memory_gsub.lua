-- A replacement that grows.
return {
  id = "hostile.memory_gsub",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local s = string.rep("a", 1000)
    while true do s = s:gsub("a", "aaaaaaaaaa") end
  end,
}
