-- From left, strong, failures, limits, inARow, now: a wrong guess is written, and left is what is left. Codes that are
-- strong count on their own; others in the budget too, which may end them.
left = left - 1
local tag = ARGV[1]:sub(1, 4)
local tail = tag
if strong == 0 then
  --#include fail spent
  redis.call('PSETEX', KEYS[2], life, failures)
  if isSpent then left, tail = 0, tag .. '\0' end
end
redis.call('APPEND', KEYS[1], tail)
