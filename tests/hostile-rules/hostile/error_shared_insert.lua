-- Not by a function either.
return {
  id = "hostile.error_shared_insert",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    table.insert(math, 1)
  end,
}
