-- What mention.part_exceeds_whole tells: one part above the whole that stands elsewhere in the report.
local parts = {}

function parts.is(claim)
  return claim.kind == "sum" and claim.basis == "lexicon" and not claim.exhaustive and #claim.members == 2
end

return parts
