-- A subject's failures in one budget: a byte for how many in a row, six for until when they are kept, and their history.
-- From failures, limits, inARow, now: isSpent, whether no more guesses are let through, and retry, -1 when waiting will not help.
local isSpent, retry = false, -1
if failures then
  local history = failures:sub(8)
  --#include weigh
  isSpent = wait > 0 or failures:byte() >= inARow
  if isSpent and failures:byte() < inARow then retry = wait end
end
