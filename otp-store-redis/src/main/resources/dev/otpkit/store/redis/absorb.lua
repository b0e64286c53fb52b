-- KEYS: code, failures. ARGV: 1 how many failures, 2 limits.
--#include now
local row, failures, limits, tag = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), ARGV[2], '\0\0\0\0' -- of no call
local longest = 0
for _ = 1, tonumber(ARGV[1]) do
  --#include fail
  longest = life
end
if row then
  --#include code
  if receiptAt and unpack('>I6', row, receiptAt) > now then
    redis.call('SET', KEYS[1], ('\0'):rep(6) .. row:sub(7), 'KEEPTTL') -- no code any more
  else
    redis.call('DEL', KEYS[1]) -- first: behind it a full server takes the write
  end
end
if longest > 0 then redis.call('PSETEX', KEYS[2], longest, failures) end
return 1
