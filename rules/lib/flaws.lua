-- What the rules of group text share: the same flaw, however often it stands, is one finding with a count.
local group = require "group"
local tell = require "tell"

local flaws = {}

-- The words around the flaw on one line.
function flaws.around(flaw)
  return tell.line(flaw.around)
end

-- What a page draws twice, as some programs do for bold letters, converters write twice: so much of one kind is no
-- writer's flaw.
flaws.MOST = 8

-- Reports flaws that are the same by key(flaw). `fields(flaw)` gives zh, en, and what their placeholders name.
function flaws.flag(report, found, key, fields)
  for _, same in ipairs(group.by(found, key)) do
    local call = fields(same[1])
    call.evidence = same
    call.key = key(same[1])
    call.text, call.right = same[1].text, same[1].right
    call.around = flaws.around(same[1])
    call.times_zh, call.times_en = group.times(#same)
    report:flag(call)
  end
end

-- All flaws of one kind as one finding, which quotes the first: `fields` has zh, en, and may use {n}.
function flaws.flag_together(report, found, fields)
  if #found == 0 then return end
  fields.evidence = found
  fields.around = flaws.around(found[1])
  fields.n = #found
  fields.where = found[1].where
  report:flag(fields)
end

return flaws
