-- KEYS: code. ARGV: 1 the receipt's secret and tag, 2 the call's tag. Kept after it was redeemed, for the call that is repeated.
--#include now
local row = redis.call('GET', KEYS[1])
if not row then return 0 end
--#include code
if not receipt or row:sub(receipt + 6, receipt + 25) ~= ARGV[1] or unpack('>I6', row, receipt) <= now then return 0 end
if row:byte(receipt + 26) > 0 then return row:sub(receipt + 27, receipt + 30) == ARGV[2] and 1 or 0 end
redis.call('SET', KEYS[1], row:sub(1, receipt + 25) .. '\1' .. ARGV[2] .. row:sub(receipt + 31), 'KEEPTTL')
return 1
