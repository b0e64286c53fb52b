-- From left, strong, failures, limits, inARow, call, now: a wrong guess is written, and left is what is left. Codes that are
-- strong count on their own; others in the budget too, which may end them.
left = left - 1
if strong == 0 then
  local tag = call
  --#include fail spent
  redis.call('PSETEX', KEYS[2], life, failures)
  if isSpent then left, call = 0, call .. '\0' end
end
redis.call('APPEND', KEYS[1], call)
