-- Counts of one limit: the number of the newest of its parts, 60 to a window, and the sums of it and of the 60 before it,
-- newest first, four bytes each. The part that is leaving counts until it has left whole, and a clock that steps back stays in
-- the newest part.
-- From row, limits, now: sums as they are now, part, weight, and wait, until there is room for it.
local permits, window, weight = unpack('>I4I6I4', limits)
local size, wait, total = math.ceil(window / 60), 0, 0
local part, sums = math.floor(now / size), ('\0'):rep(244)
if row then
  local last = unpack('>I6', row)
  part = math.max(part, last)
  sums = (('\0'):rep(4 * math.min(61, part - last)) .. row:sub(7)):sub(1, 244)
end
for at = 1, 244, 4 do total = total + unpack('>I4', sums, at) end
for i = 60, 0, -1 do
  if total + weight <= permits then break end
  total = total - unpack('>I4', sums, 4 * i + 1)
  wait = (part - i + 61) * size - now
end
