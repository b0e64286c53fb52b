-- KEYS: rows of counts. ARGV: the limits of each row. Answers for each limit how many of its permits are out.
--#include now
local answer = {}
for i = 1, #KEYS do
  local row, limits = redis.call('GET', KEYS[i]), ARGV[i]
  if unpack('>I4', limits) > 100 then
    limits = pack('>I4', 4294967295) .. limits:sub(5) -- whatever is there, it has room: total stays whole
    --#include sums
    answer[#answer + 1] = total
  else
    for at = 1, #limits, 10 do
      local permits, window = unpack('>I4I6', limits, at)
      local out = 0
      for moment = 8, row and #row or 0, 10 do
        if unpack('>I6', row, moment) + window > now then out = out + 1 end
      end
      answer[#answer + 1] = out
    end
  end
end
return answer
