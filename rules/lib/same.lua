-- Facts stated twice with two values: what mention.conflict and mention.echo share.
local group = require "group"
local tell = require "tell"

local same = {}

-- The two values make the slip, whichever of their places are compared: three places that say 94.8 against one that
-- says 89.8 are one finding.
local function slip(claim)
  local first, second = claim.first, claim.second
  local a, b = tostring(first.value), tostring(second.value)
  if a > b then a, b = b, a end
  return table.concat({ first.measure or first.label or "", first.version or "", first.year or "", a, b }, "\0")
end

-- Every place of the slip, each once.
function same.places(claims)
  local evidence, seen = {}, {}
  for _, claim in ipairs(claims) do
    for _, fact in ipairs{ claim.first, claim.second } do
      local place = tell.place(fact)
      if not seen[place] then
        seen[place] = true
        evidence[#evidence + 1] = fact
      end
    end
  end
  table.sort(evidence, function(a, b)
    return a.line < b.line or (a.line == b.line and a.column < b.column)
  end)
  return evidence
end

local function is_pasted(claims)
  for _, claim in ipairs(claims) do
    if claim.basis ~= "words" then return false end
  end
  return true
end

-- Groups of claims, each one slip; `pasted`: those that only a pasted passage tells, or only the others.
function same.slips(report, pasted)
  local found = {}
  local violated = report:claims{ kind = "same", verdict = "violated", blocked = false }
  for _, claims in ipairs(group.by(violated, slip)) do
    if is_pasted(claims) == pasted then found[#found + 1] = claims end
  end
  return found
end

return same
