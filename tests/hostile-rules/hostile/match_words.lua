-- Searches a long text for words that nearly stand everywhere.
return {
  id = "hostile.match_words",
  title = { zh = "敌意规则", en = "Hostile rule" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  params = { fails = "matcher" },
  check = function(_)
    local words = {}
    for i = 1, 200 do words[i] = string.rep("a", i + 50) .. "b" end
    local list = wordlist(words)
    while true do list:has(string.rep("a", 100000)) end
  end,
}
