-- KEYS: code, failures. ARGV: 1 how many failures, 2 limits.
local failures = readFailures(redis.call('GET', KEYS[2]))
for i = 1, tonumber(ARGV[1]) do failures = fail(failures, pack('>I4', i), ARGV[2]) end
redis.call('DEL', KEYS[1])
if ARGV[1] ~= '0' then redis.call('PSETEX', KEYS[2], failures.kept - now, packFailures(failures)) end
return 1
