-- From failures, limits, tag, now: failures with one more, and life. Only a failure prolongs them, to 30 days, and 400 from ten
-- in a row on.
local failed, kept, history = 0, 0, ''
if failures then
  failed, kept = unpack('>BI6', failures)
  history = failures:sub(8)
end
failed = math.min(failed + 1, 127)
kept = math.max(kept, now + (failed >= 10 and 34560000000 or 2592000000))
--#include add
failures = pack('>BI6', failed, kept) .. history
local life = kept - now
