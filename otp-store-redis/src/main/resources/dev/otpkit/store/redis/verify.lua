-- KEYS: code, failures, receipt. ARGV: 1 the receipt's tag, which also names the call, 2 the receipt's secret, 3 its life,
-- 4 whether the call is wary, 5 limits, 6 most in a row, then each accepted secret and the guess's tag under it.
local row, failures = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if not row then return { 'ABSENT' } end
local ends, strong, left, calls, receipt, secret, tag = readCode(row)
local guess
for at = 7, #ARGV, 2 do
  if ARGV[at] == secret then guess = ARGV[at + 1] end
end
if not guess then return { 'UNREADABLE', row, left } end
if receipt then return { receipt == ARGV[1] and 'ACCEPTED' or 'USED', row } end
local call = ARGV[1]:sub(1, 4)
if has(calls, call, 4) then return { 'REJECTED', row, left } end
if ends <= now then return { 'EXPIRED', row } end
local isSpent, retry = spent(failures, ARGV[5], tonumber(ARGV[6]))
if isSpent and strong == 0 then return { 'SPENT', row, 0, retry } end
if left == 0 then return { 'EXHAUSTED', row } end
if ARGV[4] == '1' and calls ~= '' then return { 'WARY', row, left } end
if guess == tag then
  redis.call('APPEND', KEYS[1], '\0\0' .. ARGV[1])
  redis.call('PSETEX', KEYS[3], ARGV[3], ARGV[2] .. ARGV[1])
  if failures and failures:byte() > 0 then -- the row in which they came ends
    redis.call('SET', KEYS[2], '\0' .. failures:sub(2), 'KEEPTTL')
  end
  return { 'ACCEPTED', row }
end
left = left - 1
if strong == 0 then
  local life
  failures, life = fail(failures, call, ARGV[5])
  redis.call('PSETEX', KEYS[2], life, failures)
  if spent(failures, ARGV[5], tonumber(ARGV[6])) then left, call = 0, call .. '\0' end
end
redis.call('APPEND', KEYS[1], call)
return { 'REJECTED', row, left }
