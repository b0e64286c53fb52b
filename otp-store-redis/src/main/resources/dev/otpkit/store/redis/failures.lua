-- A subject's failures in one budget: a byte for how many in a row, six for until when they are kept, one and six for how many
-- moments of how long the history needs, and the history. Whether no more guesses are let through, and for how long; -1 when
-- waiting will not help.
local function spent(failures, limits, inARow)
  if not failures then return false, -1 end
  if failures:byte() >= inARow then return true, -1 end
  local left = weigh(failures:sub(15), limits, 0, 0)
  return left > 0, left > 0 and left or -1
end

-- The row with one failure more, and its life: only a failure prolongs it, to 30 days, and 400 from ten in a row on.
local function fail(failures, tag, limits)
  local inARow, kept, keep, horizon, history = 0, 0, 0, 0, ''
  if failures then
    inARow, kept, keep, horizon = unpack('>BI6BI6', failures)
    history = failures:sub(15)
  end
  local _
  _, keep, horizon = weigh(history, limits, keep, horizon)
  inARow = math.min(inARow + 1, 127)
  kept = math.max(kept, now + (inARow >= 10 and 34560000000 or 2592000000))
  return pack('>BI6BI6', inARow, kept, keep, horizon) .. add(history, keep, horizon, tag), kept - now
end
