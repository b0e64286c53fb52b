-- KEYS: any, which names a node. What the server does when its memory is full; INFO tells it where CONFIG is forbidden.
return redis.call('INFO', 'memory'):match('maxmemory_policy:(%S+)') or 'unknown'
