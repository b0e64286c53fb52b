-- KEYS: code, failures. ARGV: 1 limits, 2 most in a row.
local row, failures = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local isSpent, retry = spent(failures, ARGV[1], tonumber(ARGV[2]))
if not row then return { 'NONE', 0, 0, isSpent and 1 or 0, retry } end
local ends, strong, left, _, receipt = readCode(row)
local state = 'LIVE'
if receipt then state = 'USED'
elseif ends <= now then state = 'EXPIRED'
elseif left == 0 or strong == 0 and isSpent then state = 'EXHAUSTED' end
local live = state == 'LIVE'
return { state, live and ends - now or 0, live and left or 0, isSpent and 1 or 0, retry, row }
