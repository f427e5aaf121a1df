-- Forms that watch spending and results through the year (1-7月执行数, 1-7月完成情况): the year is not over.
local midyear = {}

local marks = wordlist{ "运行监控", "执行监控", "绩效监控", "目标监控" }

function midyear.is(report)
  if marks:has(report.title or "") then return true end
  for _, tbl in ipairs(report:tables()) do
    if marks:has(tbl.caption or "") then return true end
  end
  return false
end

return midyear
