-- A table without end.
return {
  id = "hostile.memory_table",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "memory" },
  check = function(_)
    local t = {}
    while true do t[#t + 1] = { #t } end
  end,
}
