-- One cause, one finding: things that are the same slip are put together, in the order of their first one.
local group = {}

-- An array of arrays: items whose key(item) is equal, nil keys left out.
function group.by(items, key)
  local groups, at = {}, {}
  for _, item in ipairs(items) do
    local k = key(item)
    if k ~= nil then
      local same = at[k]
      if not same then
        same = {}
        groups[#groups + 1], at[k] = same, same
      end
      same[#same + 1] = item
    end
  end
  return groups
end

-- Claims that stand on their own: not explained by another claim's conflict.
function group.unblocked(claims)
  local free = {}
  for _, claim in ipairs(claims) do
    if not claim.blocked then free[#free + 1] = claim end
  end
  return free
end

-- What a message says of a slip that occurs `n` times: nothing for once.
function group.times(n)
  if n < 2 then return "", "" end
  return "（同样的情形共" .. n .. "处）", " (the same slip occurs " .. n .. " times)"
end

return group
