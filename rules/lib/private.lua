-- What the rules of group privacy tell: numbers of persons, masked in the message and in what it quotes.
local form = require "form"

local private = {}

local MOST = 3 -- named in a message

-- Reports the numbers, mentions of one kind, as one finding; messages may have {list_zh}, {list_en} and {count}.
function private.flag(report, numbers, fields)
  if #numbers == 0 then return end
  local list, mask = {}, {}
  for i, number in ipairs(numbers) do list[i], mask[i] = report:masked(number.text), number.text end
  fields.list_zh, fields.list_en = form.list(list, MOST)
  fields.evidence, fields.mask, fields.count = numbers, mask, #numbers
  report:flag(fields)
end

return private
