-- KEYS: rows of counts. ARGV: 1 the call's tag, then the limits of each row: up to 100 permits each call is remembered, of
-- one limit above that there are sums, and four bytes more tell how many permits the call takes. Answers for each row of sums
-- the part that the call was counted in; but if a row refuses, one number, since most that are refused are refused often: for
-- how long, times how many rows, plus which.
--#include now
local tag, rows, refusing, longest = ARGV[1], nil, 0, 0
for i = 1, #KEYS do
  local row, limits, left = redis.call('GET', KEYS[i]), ARGV[i + 1], 0
  if unpack('>I4', limits) > 100 then
    --#include sums
    row, left = pack('>I6', part) .. sums, wait
  elseif row then
    local history = row
    if history:find(tag, 14, true) then
      --#include find
      if find(history, tag, 14, 10) then return {} end -- what is counted in one row is counted in all
    end
    --#include weigh
    left = wait
  end
  if left > longest then
    refusing, longest = i, left
  elseif row then -- a table for these alone: who is refused by the first row does not pay for it
    rows = rows or {}
    rows[i] = row
  end
end
if refusing > 0 then return longest * #KEYS + refusing - 1 end
local answer = {}
for i = 1, #KEYS do
  local limits, history, life = ARGV[i + 1], rows and rows[i] or '', nil
  local permits, window = unpack('>I4I6', limits)
  if permits > 100 then
    local part, sum = unpack('>I6I4', history)
    history = pack('>I6I4', part, sum + unpack('>I4', limits, 11)) .. history:sub(11)
    life = (part + 61) * math.ceil(window / 60) - now
    answer[#answer + 1] = part
  else
    --#include add
    life = moment + horizon - now
  end
  redis.call('PSETEX', KEYS[i], life, history)
end
return answer
