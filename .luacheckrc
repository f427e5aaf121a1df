-- Rules run in an allow-listed Lua 5.4 environment; what is listed here is what the worker gives them.
std = "none"
read_globals = {
  "assert", "error", "ipairs", "next", "pairs", "pcall", "require", "select", "tonumber", "tostring", "type",
  "math", "string", "table", "utf8", "decimal", "wordlist",
}
max_line_length = 120
ignore = { "212/_.*" }
-- The hostile rules name what they are refused.
exclude_files = { "build", "build-*", "tests/hostile-rules/hostile" }
