-- From failures, limits, tag: failures with one more, and life. Only a failure prolongs them, to 30 days, and 400 from ten in
-- a row on.
local row, kept, history, life = 0, 0, '', nil
if failures then
  row, kept = unpack('>BI6', failures)
  history = failures:sub(8)
end
row = math.min(row + 1, 127)
kept = math.max(kept, now + (row >= 10 and 34560000000 or 2592000000))
--#include add
failures, life = pack('>BI6', row, kept) .. history, kept - now
