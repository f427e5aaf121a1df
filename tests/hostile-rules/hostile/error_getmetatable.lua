-- Nor read.
return {
  id = "hostile.error_getmetatable",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return getmetatable("").__index.find
  end,
}
