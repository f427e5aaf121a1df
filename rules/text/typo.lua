-- Words of official Chinese that are always another one written wrong; the list is data (config/lexicon/typos.ini).
local flaws = require "flaws"

return {
  id = "text.typo",
  title = { zh = "错别字", en = "Wrong characters" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  check = function(report)
    flaws.flag(report, report:flaws{ kind = "typo" }, function(flaw) return flaw.text end, function()
      return {
        zh = "错别字：“{text}”应为“{right}”（“{around}”）{times_zh}",
        en = "“{text}” should be “{right}” (“{around}”){times_en}" }
    end)
  end,
}
