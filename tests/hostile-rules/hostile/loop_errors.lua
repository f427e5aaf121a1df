-- Errors without end, each caught.
return {
  id = "hostile.loop_errors",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    while true do pcall(error, {}) end
  end,
}
