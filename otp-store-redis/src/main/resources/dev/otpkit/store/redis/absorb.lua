-- KEYS: code, failures. ARGV: 1 how many failures, 2 limits.
local failures, life = redis.call('GET', KEYS[2]), nil
for i = 1, tonumber(ARGV[1]) do failures, life = fail(failures, pack('>I4', i), ARGV[2]) end
redis.call('DEL', KEYS[1]) -- first: behind it a full server takes the write
if life then redis.call('PSETEX', KEYS[2], life, failures) end
return 1
