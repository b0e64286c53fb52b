-- KEYS: rows of counts. ARGV: 1 the call's tag, then the limits of each row: more than 100 permits are counted in parts.
-- Answers which row refuses for how long, none being 0, and then of each row the part that the call was counted in.
local counts, refusing, longest = {}, 0, 0
for i = 1, #KEYS do
  local row, limits = redis.call('GET', KEYS[i]), ARGV[i + 1]
  local count = unpack('>I4', limits) > 100 and coarse(row, limits) or exact(row, limits)
  -- All or none: what is counted in one row is counted in all.
  if count.history and has(count.history, ARGV[1], 10) then return { 0, 0 } end
  if count.wait > longest then refusing, longest = i, count.wait end
  counts[i] = count
end
local answer = { refusing, longest }
if refusing > 0 then return answer end
for i = 1, #KEYS do
  local count = counts[i]
  answer[i + 2] = count.part or -1
  if count.history then
    count.history = add(count.history, count.keep, count.horizon, ARGV[1])
    saveExact(KEYS[i], count)
  else
    local first = unpack('>I4', count.sums) + 1
    local row = pack('>I6I4', count.part, first) .. count.sums:sub(5)
    redis.call('PSETEX', KEYS[i], (count.part + 61) * count.size - now, row)
  end
end
return answer
