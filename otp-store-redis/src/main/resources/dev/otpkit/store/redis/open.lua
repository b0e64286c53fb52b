-- KEYS: code, failures. ARGV: 1 the code as it is to be opened, without its end, 2 its life, 3 how long it is kept after that,
-- 4 a live code with so much life left is sent again, 5 the secrets by which it can be read, 6 limits, 7 most in a row.
local row, failures = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local new = pack('>I6', now + ARGV[2]) .. ARGV[1]
local _, newStrong, _, _, _, _, _, newDecoy, call, to = readCode(new)
local isSpent, retry = spent(failures, ARGV[6], tonumber(ARGV[7]))
if row then
  local ends, strong, left, _, _, secret, _, decoy, opened, audience = readCode(row)
  if opened == call then return { 'OPENED', math.max(0, ends - now) } end
  local live = left > 0 and has(ARGV[5], secret, 4) and (strong == 1 or not isSpent)
  local same = decoy == newDecoy
  for at = 1, #to, 8 do same = same and has(audience, to:sub(at, at + 7), 8) end
  if live and same and ends - now >= tonumber(ARGV[4]) then return { 'RESENT', ends - now, row } end
end
if newStrong == 0 and isSpent then return { 'SPENT', retry } end
redis.call('PSETEX', KEYS[1], ARGV[2] + ARGV[3], new)
return { 'OPENED', tonumber(ARGV[2]) }
