-- The end-to-end tests' own rule: reports every sentence that has the word 标记.
return {
  id = "e2e.mark",
  title = { zh = "有标记", en = "Marked" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    for _, sentence in ipairs(report:sentences{ contains = "标记" }) do
      report:flag{ evidence = { sentence.evidence or sentence }, key = sentence.text, text = sentence.text,
        zh = "有标记：{text}", en = "marked: {text}" }
    end
  end,
}
