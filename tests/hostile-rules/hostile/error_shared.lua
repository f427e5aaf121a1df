-- What all rules share cannot be changed.
return {
  id = "hostile.error_shared",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    string.find = nil
  end,
}
