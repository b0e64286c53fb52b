-- KEYS: rows of counts. ARGV: 1 the call's tag, then for each row of sums the part that the call was counted in, and nothing
-- for one where each call is remembered.
--#include now find
for i, key in ipairs(KEYS) do
  local row, part = redis.call('GET', key), tonumber(ARGV[i + 1])
  local at = row and (part and 7 + 4 * (unpack('>I6', row) - part) or find(row, ARGV[1], 14, 10))
  local sum = at and part and at > 6 and at <= #row and unpack('>I4', row, at) or 0
  if sum > 0 then
    redis.call('SET', key, row:sub(1, at - 1) .. pack('>I4', sum - 1) .. row:sub(at + 4), 'KEEPTTL')
  elseif at and not part then
    local history, life = row:sub(1, at - 7) .. row:sub(at + 4), 0
    local _, horizon = unpack('>BI6', history)
    if #history > 7 then life = unpack('>I6', history, #history - 9) + horizon - now end
    if life > 0 then redis.call('PSETEX', key, life, history) else redis.call('DEL', key) end
  end
end
return 1
