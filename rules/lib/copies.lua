-- Copied passages of one report, and a finding about some of them.
local copies = {}

-- A copied passage counts as the other place's own content when it is at least this much of it.
local MOST = 50  -- percent
local WHOLE = 95 -- what is edited is no repetition: mention.echo compares it

-- How much of its cell or paragraph a side's passage is, in percent.
local function share(side, chars)
  return side.chars > 0 and chars * 100 // side.chars or 0
end

-- Text of its own, not a label: long enough, and the greater part of where it stands.
function copies.is_content(copy, minimum)
  return copy.chars >= minimum and share(copy.second, copy.chars) >= MOST
end

-- Nearly all of the one place and most of the other.
function copies.is_whole(copy, minimum)
  local first, second = share(copy.first, copy.chars), share(copy.second, copy.chars)
  return copy.chars >= minimum and math.min(first, second) >= MOST and math.max(first, second) >= WHOLE
end

-- Copies between two roles, whichever stands first, of at least `minimum` characters, that `accept` takes.
function copies.between(report, pairs_of_roles, minimum, accept)
  local found = {}
  for _, roles in ipairs(pairs_of_roles) do
    for _, copy in ipairs(report:copies{ first = roles[1], second = roles[2], min = minimum }) do
      if accept(copy) then found[#found + 1] = copy end
    end
  end
  return found
end

-- One finding on all of them; the message may name {from}, {to}, {chars} and {count}.
function copies.flag(report, found, fields)
  if #found == 0 then return end
  local evidence, roles, chars = {}, {}, 0
  for _, copy in ipairs(found) do
    for _, side in ipairs{ copy.first, copy.second } do
      evidence[#evidence + 1] = side
      roles[#roles + 1] = side.role
    end
    chars = chars + copy.chars
  end
  fields.evidence, fields.roles = evidence, roles
  fields.from, fields.to = found[1].first.where, found[1].second.where
  fields.chars, fields.count = chars, #found
  report:flag(fields)
end

return copies
