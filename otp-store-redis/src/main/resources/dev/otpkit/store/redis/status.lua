-- KEYS: code, failures. ARGV: 1 limits, 2 most in a row.
--#include now
local row, failures, limits, inARow = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), ARGV[1], tonumber(ARGV[2])
--#include spent
local none = { 'NONE', 0, 0, isSpent and 1 or 0, retry }
if not row then return none end
--#include code
if ends == 0 then return none end
local state = 'LIVE'
if used then state = 'USED'
elseif ends <= now then state = 'EXPIRED'
elseif left == 0 or strong == 0 and isSpent then state = 'EXHAUSTED' end
local live = state == 'LIVE'
return { state, live and ends - now or 0, live and left or 0, isSpent and 1 or 0, retry, row }
