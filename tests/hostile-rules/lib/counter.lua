-- Counts its calls: a fresh one for every rule.
local counter = { n = 0 }

function counter.next()
  counter.n = counter.n + 1
  return counter.n
end

return counter
