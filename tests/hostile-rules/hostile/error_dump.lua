-- No bytes from code.
return {
  id = "hostile.error_dump",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return string.dump(function() end)
  end,
}
