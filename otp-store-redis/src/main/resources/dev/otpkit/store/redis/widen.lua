-- From history, limits: keep and horizon, how many moments it needs and for how long. They never shrink: smaller limits
-- elsewhere must not shorten it.
local keep, horizon = 0, 0
if #history > 0 then keep, horizon = unpack('>BI6', history) end
for at = 1, #limits, 10 do
  local permits, window = unpack('>I4I6', limits, at)
  keep, horizon = math.max(keep, permits), math.max(horizon, window)
end
