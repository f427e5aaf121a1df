-- A table of amounts that says nowhere in which unit they are: no unit line, none in a caption, head or cell. A report
-- whose other tables say it is taken to mean the same unit throughout.
local LEAST = 4 -- amounts without a unit that make it more than an oversight in one cell

local versions = { initial = true, adjusted = true, budget = true, actual = true }
local kinds = { execution = true, three_public = true, income = true, expenditure = true, balance = true }

-- Whether any table has an amount with a unit.
local function says_unit(report)
  return #report:facts{ dimension = "money", in_table = true } > 0
end

local function amounts_of(report, t)
  local bare = {}
  for _, fact in ipairs(report:facts{ table = t, dimension = "none" }) do
    local plain = versions[fact.version] and fact.measure
    if plain and not fact.measure.total then bare[#bare + 1] = fact end
  end
  return bare
end

return {
  id = "unit.missing",
  title = { zh = "表内金额未注明单位", en = "Amounts without a unit" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  check = function(report)
    local found = false
    for _, t in ipairs(report:tables()) do
      if kinds[t.kind] then
        found = true
        local bare = amounts_of(report, t)
        if #bare >= LEAST and not says_unit(report) then
          local evidence = {}
          for i = 1, LEAST do evidence[i] = bare[i] end
          report:flag{ evidence = evidence, key = t.caption or "", count = #bare, first = bare[1].quote,
            name = t.caption and "《" .. t.caption .. "》" or bare[1].where,
            zh = "{name}列有{count}个金额，表头、表名和单元格均未注明金额单位（如“{first}”）",
            en = "{name} has {count} amounts, and neither head, caption nor cells say in which unit (“{first}”)" }
        end
      end
    end
    if not found then report:applicable(false) end
  end,
}
