-- Not by way of a string.
return {
  id = "hostile.error_shared_method",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    ("x").find = nil
  end,
}
