-- Long strings compared: slow, and few instructions.
return {
  id = "hostile.time_compare",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "time" },
  check = function(_)
    local a = string.rep("x", 1500000)
    local b = a .. "y"
    a = a .. "z"
    while true do local _ = a < b end
  end,
}
