-- KEYS: code, failures. ARGV: 1 the receipt's tag, which also names the call, 2 the receipt's secret, 3 its life, 4 whether
-- the call is wary, 5 limits, 6 most in a row, then each accepted secret and the guess's tag under it.
-- Answers one string, since a table takes the server longer: the outcome, guesses left, when to come back; a line end; the row.
--#include now
local row, failures = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if not row then return 'ABSENT 0 -1\n' end
--#include code
if ends == 0 then return 'ABSENT 0 -1\n' end
local guess
for at = 7, #ARGV, 2 do guess = ARGV[at] == secret and ARGV[at + 1] or guess end
if not guess then return 'UNREADABLE ' .. left .. ' -1\n' .. row end
if used then return (row:sub(receiptAt + 10, receiptAt + 25) == ARGV[1] and 'ACCEPTED' or 'USED') .. ' 0 -1\n' .. row end
local right, refused = guess == tag, left == 0 and 'EXHAUSTED'
if #row >= from then
  --#include find
  if find(row, ARGV[1]:sub(1, 4), from, 4) then return 'REJECTED ' .. left .. ' -1\n' .. row end
  if ARGV[4] == '1' and left > 0 then refused = 'WARY' end
end
if ends <= now then return 'EXPIRED 0 -1\n' .. row end
if failures or not right then
  local limits, inARow = ARGV[5], tonumber(ARGV[6])
  --#include spent
  if isSpent and strong == 0 then return 'SPENT 0 ' .. retry .. '\n' .. row end
  if not right and not refused then
    --#include reject
    return 'REJECTED ' .. left .. ' -1\n' .. row
  elseif not refused and failures:byte() > 0 then -- the row in which they came ends
    local history = failures:sub(8)
    --#include widen
    history = pack('>BI6', keep, horizon) .. history:sub(8)
    redis.call('SET', KEYS[2], '\0' .. failures:sub(2, 7) .. history, 'KEEPTTL')
  end
end
if refused then return refused .. ' ' .. left .. ' -1\n' .. row end
local receipt = pack('>I6', now + ARGV[3]) .. ARGV[2] .. ARGV[1] .. '\0\0\0\0\0'
redis.call('APPEND', KEYS[1], receipt)
return 'ACCEPTED 0 -1\n' .. row
