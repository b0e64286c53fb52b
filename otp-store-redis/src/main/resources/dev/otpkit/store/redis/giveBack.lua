-- KEYS: rows of counts. ARGV: 1 the call's tag, then for each row of sums the part that the call was counted in and how many
-- permits it took, and nothing for one where each call is remembered.
--#include now find
for i, key in ipairs(KEYS) do
  local row, part, weight = redis.call('GET', key), ARGV[i + 1]:match('(%d+) (%d+)')
  if row and part then
    local at = 7 + 4 * (unpack('>I6', row) - part)
    local sum = at > 6 and at <= #row and unpack('>I4', row, at) or 0
    if sum >= tonumber(weight) then
      redis.call('SET', key, row:sub(1, at - 1) .. pack('>I4', sum - weight) .. row:sub(at + 4), 'KEEPTTL')
    end
  elseif row then
    local at = find(row, ARGV[1], 14, 10)
    local history = at and row:sub(1, at - 7) .. row:sub(at + 4)
    if at and #history > 7 then
      local _, horizon = unpack('>BI6', history)
      local life = unpack('>I6', history, #history - 9) + horizon - now
      redis.call('PSETEX', key, math.max(1, life), history)
    elseif at then
      redis.call('DEL', key)
    end
  end
end
return 1
