-- Metatables cannot be set: no __gc, no __close, no __index.
return {
  id = "hostile.error_setmetatable",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "error" },
  check = function(_)
    return setmetatable({}, { __gc = function() while true do end end })
  end,
}
