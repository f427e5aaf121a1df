-- Only what stands in rules/lib.
return {
  id = "hostile.error_require",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return require("../../config/x")
  end,
}
