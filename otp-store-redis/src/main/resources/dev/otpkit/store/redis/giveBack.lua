-- KEYS: rows of counts. ARGV: 1 the call's tag, then for each row its limits, and the part in which the
-- call was counted: 0 where it is not known, -1 where each call is remembered.
for i, key in ipairs(KEYS) do
  local row = redis.call('GET', key)
  local part = tonumber(ARGV[2 * i + 1])
  if row and part < 0 then
    local count = exact(row, ARGV[2 * i])
    for at = 1, #count.history, 10 do
      if count.history:sub(at + 6, at + 9) == ARGV[1] then
        count.history = count.history:sub(1, at - 1) .. count.history:sub(at + 10)
        saveExact(key, count)
        break
      end
    end
  elseif row then
    local at = 7 + 4 * (unpack('>I6', row) - part)
    local sum = at > 6 and at <= #row and unpack('>I4', row, at) or 0
    if sum > 0 then
      redis.call('SET', key, row:sub(1, at - 1) .. pack('>I4', sum - 1) .. row:sub(at + 4), 'KEEPTTL')
    end
  end
end
return 1
