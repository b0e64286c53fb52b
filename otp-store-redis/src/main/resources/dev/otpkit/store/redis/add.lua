-- From history, limits, tag, now: history with a moment more; moment, and horizon, how long it counts.
--#include widen
local moment, from = now, math.max(8, #history - (keep - 1) * 10 + 1)
while from < #history and unpack('>I6', history, from) + horizon <= now do from = from + 10 end
if #history > 7 then moment = math.max(now, (unpack('>I6', history, #history - 9))) end
history = pack('>BI6', keep, horizon) .. history:sub(from) .. pack('>I6', moment) .. tag
