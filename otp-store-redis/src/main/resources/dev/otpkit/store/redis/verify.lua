-- KEYS: code, failures, receipt. ARGV: 1 the receipt's tag, which also names the call, 2 the receipt's secret, 3 its life,
-- 4 whether the call is wary, 5 limits, 6 most in a row, then each accepted secret and the guess's tag under it.
local row, failed = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if not row then return { 'ABSENT', 0, -1 } end
local code, guess = readCode(row), nil
local function answer(outcome, retry)
  return { outcome, retry and 0 or code.left, retry or -1, row }
end
for at = 7, #ARGV, 2 do
  if ARGV[at] == code.secret then guess = ARGV[at + 1] end
end
if not guess then return answer('UNREADABLE') end
if code.receipt ~= '' then return answer(code.receipt == ARGV[1] and 'ACCEPTED' or 'USED') end
local call = ARGV[1]:sub(1, 4)
if has(code.calls, call, 4) then return answer('REJECTED') end
if code.ends <= now then return answer('EXPIRED') end
local failures = readFailures(failed, ARGV[5])
local isSpent, retry = spent(failures, ARGV[5], tonumber(ARGV[6]))
if code.strong == 0 and isSpent then return answer('SPENT', retry) end
if code.left == 0 then return answer('EXHAUSTED') end
if ARGV[4] == '1' and code.calls ~= '' then return answer('WARY') end
if guess == code.tag then
  code.left, code.receipt = 0, ARGV[1]
  redis.call('SET', KEYS[1], packCode(code), 'KEEPTTL')
  redis.call('SET', KEYS[3], ARGV[2] .. ARGV[1], 'PX', ARGV[3])
  if failures.row > 0 then
    failures.row = 0
    redis.call('SET', KEYS[2], packFailures(failures), 'KEEPTTL')
  end
  return answer('ACCEPTED')
end
code.left, code.calls = code.left - 1, code.calls .. call
if code.strong == 0 then
  fail(failures, call)
  redis.call('SET', KEYS[2], packFailures(failures), 'PX', failures.kept - now)
  if spent(failures, ARGV[5], tonumber(ARGV[6])) then code.left, code.dead = 0, 1 end
end
redis.call('SET', KEYS[1], packCode(code), 'KEEPTTL')
return answer('REJECTED')
