-- Runs before the hostile rules and finds the world as it should be.
local counter = require "counter"

return {
  id = "fine.before",
  title = { zh = "照常运行", en = "Works as ever" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    assert(counter.next() == 1 and require("counter") == counter)
    assert(leaked == nil) -- luacheck: ignore
    leaked = true -- luacheck: ignore
    assert(string.find("abc", "b") == 2 and ("abc"):find("c") == 3 and math.max(1, 2) == 2)
    report:flag{ zh = "照常", en = "as ever", evidence = report:sentences() }
  end,
}
