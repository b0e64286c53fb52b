-- KEYS: code, failures. ARGV: 1 the code as it is to be opened, without its end, 2 its life, 3 how long it is kept after that,
-- 4 a live code with so much life left is sent again, 5 the secrets by which it can be read, 6 limits, 7 most in a row.
local row, failed = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local asked = readCode(pack('>I6', now + ARGV[2]) .. ARGV[1])
local isSpent, retry = spent(readFailures(failed, ARGV[6]), ARGV[6], tonumber(ARGV[7]))
if row then
  local code = readCode(row)
  if code.opened == asked.opened then return { 'OPENED', math.max(0, code.ends - now) } end
  local live = code.left > 0 and has(ARGV[5], code.secret, 4) and (code.strong == 1 or not isSpent)
  local same = code.decoy == asked.decoy
  for at = 1, #asked.audience, 8 do
    same = same and has(code.audience, asked.audience:sub(at, at + 7), 8)
  end
  if live and same and code.ends - now >= tonumber(ARGV[4]) then return { 'RESENT', code.ends - now, row } end
end
if asked.strong == 0 and isSpent then return { 'SPENT', retry } end
redis.call('SET', KEYS[1], packCode(asked), 'PX', ARGV[2] + ARGV[3])
return { 'OPENED', tonumber(ARGV[2]) }
