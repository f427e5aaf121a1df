-- How loudly a rule may speak of a claim.
local level = {}

-- A reading below this hangs on a grid or a name that was guessed: no more than a hint.
level.sure = 70

function level.of(claim, usual)
  return claim.confidence < level.sure and "notice" or usual
end

return level
