-- No code from text or bytes.
return {
  id = "hostile.error_load",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return load("\27Lua")
  end,
}
