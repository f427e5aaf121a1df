-- Alternatives of a template's sentence that nobody chose from: 比上年增加（减少）12万元.
local flaws = require "flaws"

return {
  id = "text.residue",
  title = { zh = "模板选项未删", en = "A template's alternatives left standing" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    flaws.flag(report, report:flaws{ kind = "residue" }, function(flaw) return flaw.text end, function()
      return {
        zh = "模板选项未删：“{around}”中的“{text}”应改为“{right}”之一{times_zh}",
        en = "A template's alternatives were left standing: “{text}” in “{around}”{times_en}" }
    end)
  end,
}
