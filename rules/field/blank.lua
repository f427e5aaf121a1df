-- What a form asks for and nobody filled in: names of departments, goals, an indicator's values, an amount beside
-- amounts. One finding for each table and cause.
local blank_amounts = require "blank_amounts"
local blank_indicators = require "blank_indicators"
local blank_labels = require "blank_labels"

return {
  id = "field.blank",
  title = { zh = "必填项空白", en = "Required field left blank" },
  severity = "warning",
  maturity = "stable",
  version = "1",
  check = function(report)
    blank_labels.flag(report)
    for _, part in ipairs(report:forms()) do
      blank_indicators.flag_kinds(report, part)
      blank_indicators.flag_values(report, part)
    end
    for _, tbl in ipairs(report:tables()) do
      if not tbl.form then blank_amounts.flag(report, tbl) end
    end
    if #report:tables() == 0 then report:applicable(false) end
  end,
}
