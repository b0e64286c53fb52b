-- KEYS: code. ARGV: 1 the receipt's secret, 2 its tag, 3 the call's tag. Kept after it was redeemed, for the call that is
-- repeated.
--#include now
local row = redis.call('GET', KEYS[1])
if not row then return 0 end
--#include code
local at = receiptAt
if not at or row:sub(at + 6, at + 25) ~= ARGV[1] .. ARGV[2] or unpack('>I6', row, at) <= now then return 0 end
if row:byte(at + 26) > 0 then return row:sub(at + 27, at + 30) == ARGV[3] and 1 or 0 end
redis.call('SET', KEYS[1], row:sub(1, at + 25) .. '\1' .. ARGV[3] .. row:sub(at + 31), 'KEEPTTL')
return 1
