-- What a message adds to a claim that does not hold: the slip that would explain it, where one is clearly likelier than
-- all others, and the other sums and rates that break on the same figure and are told here instead of one by one.
local tell = require "tell"

local slip = {}

local LISTED = 4 -- further formulas told; the rest are counted

local function also(claim)
  local formulas, blocked = {}, claim.blocks
  if #blocked == 0 then return "", "" end
  for i = 1, math.min(#blocked, LISTED) do
    if blocked[i].formula then formulas[#formulas + 1] = blocked[i].formula end
  end
  local list = table.concat(formulas, "；")
  local more = #blocked > LISTED
  return "；同一数字另使" .. #blocked .. "处不符（" .. list .. (more and "等" or "") .. "）",
    "; the same figure breaks " .. #blocked .. " more (" .. list .. (more and " and others" or "") .. ")"
end

-- Two texts, zh and en, to end a message with; empty where there is nothing to say.
function slip.tail(claim)
  local h = claim.hypothesis
  local zh, en = also(claim)
  if not h then return zh, en end
  return "；" .. tell.line(h.zh) .. zh, "; " .. tell.line(h.en) .. en
end

-- The claim's own evidence and that of what it explains.
function slip.evidence(claim)
  local evidence = { claim }
  for _, other in ipairs(claim.blocks) do evidence[#evidence + 1] = other end
  return evidence
end

-- Whether the clearest slip is of a kind: a rule of its own tells it.
function slip.is(claim, kind)
  local h = claim.hypothesis
  return h ~= nil and h.kind == kind
end

-- The violated claims of a kind that stand on their own, in the order of the report.
function slip.violated(report, kind)
  return report:claims{ kind = kind, verdict = "violated", blocked = false }
end

return slip
