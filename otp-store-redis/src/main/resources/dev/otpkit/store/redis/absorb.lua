-- KEYS: code, failures. ARGV: 1 how many failures, 2 limits.
local failures = readFailures(redis.call('GET', KEYS[2]), ARGV[2])
for i = 1, tonumber(ARGV[1]) do fail(failures, pack('>I4', i)) end
redis.call('DEL', KEYS[1])
if ARGV[1] ~= '0' then redis.call('SET', KEYS[2], packFailures(failures), 'PX', failures.kept - now) end
return 1
