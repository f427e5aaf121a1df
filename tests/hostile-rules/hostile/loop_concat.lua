-- One call that would look at 2^53 items.
return {
  id = "hostile.loop_concat",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    return table.concat({}, "", 1, 1 << 53)
  end,
}
