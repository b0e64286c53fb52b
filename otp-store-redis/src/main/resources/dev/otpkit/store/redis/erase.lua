-- KEYS: what is to be forgotten.
return redis.call('DEL', KEYS[1])
