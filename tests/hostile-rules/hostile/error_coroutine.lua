-- No coroutines: each would have a hook of its own.
return {
  id = "hostile.error_coroutine",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return coroutine.create(function() end)
  end,
}
