-- KEYS: receipt. ARGV: 1 its secret and tag, 2 the call's tag. Kept after it was redeemed, for the call that is repeated.
local row = redis.call('GET', KEYS[1])
if not row or row:sub(1, #ARGV[1]) ~= ARGV[1] then return 0 end
local by = row:sub(#ARGV[1] + 1)
if by ~= '' then return by == ARGV[2] and 1 or 0 end
redis.call('SET', KEYS[1], row .. ARGV[2], 'KEEPTTL')
return 1
