-- What was achieved is a copy of what was to be achieved, and says nothing of how it came out.
local copies = require "copies"
local years = require "years"

-- The figures of a text, in their order. A result that repeats the goal's words with figures of its own tells how it
-- came out.
local function figures(text)
  local found = {}
  for digits in string.gmatch(years.fold(text), "%d[%d.,]*") do found[#found + 1] = digits end
  return table.concat(found, " ")
end

return {
  id = "copy.result_is_goal",
  title = { zh = "完成情况照抄目标", en = "Result copied from the goal" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  params = { minimum = "30" }, -- characters that must be the same
  check = function(report, params)
    local minimum = tonumber(params.minimum)
    local found = copies.between(report, { { "goal", "result" }, { "result", "goal" } }, minimum,
      function(copy)
        return copies.is_content(copy, minimum) and figures(copy.first.text) == figures(copy.second.text)
      end)
    copies.flag(report, found, { key = "result",
      zh = "实际完成情况照抄预期目标（{from}与{to}有{chars}字相同），未反映实际完成情况",
      en = "What was achieved is a copy of the goal ({from} and {to} share {chars} characters)" })
  end,
}
