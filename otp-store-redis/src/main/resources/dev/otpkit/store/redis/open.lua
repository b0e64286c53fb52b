-- KEYS: code, failures. ARGV: 1 the code as it is to be opened, 2 its life, 3 how long it is kept after that, which no receipt
-- outlives, 4 a live code with so much life left is sent again, 5 the secrets by which it can be read, 6 limits, 7 most in a
-- row.
--#include now
local row, failures, limits, inARow = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), ARGV[6], tonumber(ARGV[7])
local newStrong, newDecoy, call = unpack('>BBxxxc4', ARGV[1])
local to, carry = ARGV[1]:sub(31, 30 + ARGV[1]:byte(30)), ''
--#include spent
if row then
  --#include code find
  local decoy, opened = unpack('>Bxxxc4', row, 9)
  local audience = row:sub(38, 37 + row:byte(37))
  if opened == call and ends > 0 then return { 'OPENED', math.max(0, ends - now) } end
  local live = left > 0 and find(ARGV[5], secret, 1, 4) and (strong == 1 or not isSpent)
  local same = decoy == newDecoy
  for at = 1, #to, 8 do same = same and find(audience, to:sub(at, at + 7), 1, 8) end
  if live and same and ends - now >= tonumber(ARGV[4]) then return { 'RESENT', ends - now, row } end
  if receiptAt and unpack('>I6', row, receiptAt) > now then carry = row:sub(receiptAt, receiptAt + 30) end
end
if newStrong == 0 and isSpent then return { 'SPENT', retry } end
redis.call('PSETEX', KEYS[1], ARGV[2] + ARGV[3], pack('>I6B', now + ARGV[2], #carry) .. ARGV[1] .. carry)
return { 'OPENED', tonumber(ARGV[2]) }
