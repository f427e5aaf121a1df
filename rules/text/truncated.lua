-- A sentence or a cell that is cut off: a set phrase without its end, or a paragraph that breaks off in the middle of
-- a clause where nothing can go on.
local flaws = require "flaws"

return {
  id = "text.truncated",
  title = { zh = "文字残缺", en = "Text cut off" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  check = function(report)
    flaws.flag(report, report:flaws{ kind = "cut" }, function(flaw) return flaw.text end, function()
      return { level = "warning",
        zh = "文字残缺：“{around}”中的“{text}”应为“{right}”{times_zh}",
        en = "Words are cut off: “{text}” in “{around}” should be “{right}”{times_en}" }
    end)
    flaws.flag(report, report:flaws{ kind = "unfinished" }, flaws.around, function()
      return {
        zh = "语句未完：段落止于“{around}”，后面没有下文",
        en = "A sentence is not finished: the paragraph ends with “{around}”" }
    end)
  end,
}
