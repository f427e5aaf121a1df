-- Brackets and quotation marks without their other half or with one of another width, and marks that cannot stand
-- together. One finding for each kind of flaw, with all its places.
local flaws = require "flaws"

-- In a label a converter may have cut a bracket off; a quotation mark that lacks its other half in a cell is a slip.
local quotes = { ["“"] = true, ["”"] = true, ["「"] = true, ["」"] = true }

local function is_told(flaw)
  return flaw.prose or (flaw.kind == "unpaired" and flaw.cell ~= nil and quotes[flaw.text] ~= nil)
end

local function told(found)
  local kept = {}
  for _, flaw in ipairs(found) do
    if is_told(flaw) then kept[#kept + 1] = flaw end
  end
  return kept
end

local kinds = {
  { kind = "unpaired",
    zh = "标点不配对：括号或引号缺一半，共{n}处，首处为“{around}”",
    en = "Unpaired brackets or quotation marks, {n} in all; the first is in “{around}”" },
  { kind = "mixed",
    zh = "标点不规范：一对括号或引号全角、半角混用，共{n}处，首处为“{around}”",
    en = "Brackets or quotation marks of two widths, {n} in all; the first is “{around}”" },
  { kind = "marks",
    zh = "标点重复：两个标点连用，共{n}处，首处为“{around}”",
    en = "Two punctuation marks in a row, {n} in all; the first is in “{around}”" },
}

return {
  id = "text.punctuation",
  title = { zh = "标点错误", en = "Punctuation" },
  severity = "notice",
  maturity = "stable",
  version = "1",
  basis = "GB/T 15834—2011《标点符号用法》",
  check = function(report)
    for _, kind in ipairs(kinds) do
      local found = told(report:flaws{ kind = kind.kind })
      if kind.kind ~= "marks" or #found <= flaws.MOST then
        flaws.flag_together(report, found, { zh = kind.zh, en = kind.en, key = kind.kind })
      end
    end
  end,
}
