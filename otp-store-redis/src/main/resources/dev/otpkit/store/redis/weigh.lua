-- A history: a byte for how many moments it keeps, six for how long, and the moments, oldest first, ten bytes each: six of
-- time, four of the call's tag. Limits: ten bytes each, four of permits, six of the window.
-- From history, limits, now: wait, until all of the limits have room.
local wait = 0
for at = 1, #limits, 10 do
  local permits, window = unpack('>I4I6', limits, at)
  if #history - 7 >= permits * 10 then
    wait = math.max(wait, unpack('>I6', history, #history - permits * 10 + 1) + window - now)
  end
end
