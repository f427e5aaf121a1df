-- A goal of the year that is a copy of what the department is there for. Duties that stand in form and text, and goals
-- that stand in two forms, are normal.
local copies = require "copies"

return {
  id = "copy.goal_is_duties",
  title = { zh = "目标照抄职责", en = "Goal copied from the duties" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  params = { minimum = "40" }, -- characters that must be the same
  check = function(report, params)
    local minimum = tonumber(params.minimum)
    local found = copies.between(report, { { "duties", "goal" }, { "goal", "duties" } }, minimum,
      function(copy) return copies.is_content(copy, minimum) end)
    copies.flag(report, found, { key = "goal",
      zh = "年度目标照抄部门职责（{from}与{to}有{chars}字相同），未结合当年工作设定目标",
      en = "The goal of the year is a copy of the department's duties ({from} and {to} share {chars} characters)" })
  end,
}
