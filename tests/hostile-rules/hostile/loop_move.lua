-- One call that would move 2^53 items.
return {
  id = "hostile.loop_move",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "instructions" },
  check = function(_)
    return table.move({}, 1, 1 << 53, 1, {})
  end,
}
