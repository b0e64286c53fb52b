-- From history, limits, tag, now: history with a moment more; moment, and horizon, how long it counts. What is kept never shrinks: smaller limits elsewhere must
-- not shorten it.
local keep, horizon, moment = 0, 0, now
if #history > 0 then keep, horizon = unpack('>BI6', history) end
for at = 1, #limits, 10 do
  local permits, window = unpack('>I4I6', limits, at)
  keep, horizon = math.max(keep, permits), math.max(horizon, window)
end
local from = math.max(8, #history - (keep - 1) * 10 + 1)
while from < #history and unpack('>I6', history, from) + horizon <= now do from = from + 10 end
if #history > 7 then moment = math.max(now, (unpack('>I6', history, #history - 9))) end
history = pack('>BI6', keep, horizon) .. history:sub(from) .. pack('>I6', moment) .. tag
