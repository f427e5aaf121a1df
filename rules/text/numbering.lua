-- Headings and lists whose numbers skip one or give one twice, and a heading without its number among numbered ones.
local flaws = require "flaws"

local kinds = {
  skipped = {
    zh = "序号不连续：“{around}”之前缺“{right}”",
    en = "Numbering skips: “{right}” is missing before “{around}”" },
  repeated = {
    zh = "序号重复：“{around}”的序号与上一项相同，应为“{right}”",
    en = "A number is used twice: “{around}” should be “{right}”" },
  unnumbered = {
    zh = "标题缺序号：“{text}”应编为“{right}”",
    en = "A heading has no number: “{text}” should be “{right}”" },
}

return {
  id = "text.numbering",
  title = { zh = "序号错误", en = "Numbering" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  check = function(report)
    for _, kind in ipairs{ "skipped", "repeated", "unnumbered" } do
      for _, flaw in ipairs(report:flaws{ kind = kind }) do
        report:flag{ evidence = { flaw }, key = kind, text = flaw.text, right = flaw.right or "",
          around = flaws.around(flaw), zh = kinds[kind].zh, en = kinds[kind].en }
      end
    end
  end,
}
