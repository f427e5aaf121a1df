-- No way around a metatable.
return {
  id = "hostile.error_rawset",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return rawset(string, "find", nil)
  end,
}
