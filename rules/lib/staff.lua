-- What count.staff tells: claims about head counts that rest on what their words mean.
local staff = {}

local names = { ["编制数"] = true, ["在职人数"] = true, ["人员控制率"] = true }

function staff.is(claim)
  local stated = claim.total or claim.rate
  return claim.basis == "lexicon" and stated ~= nil and names[stated.measure or ""] == true
end

return staff
