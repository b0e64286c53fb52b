-- KEYS: any, which names a node. What the server does when its memory is full, and whether it is one of a cluster's; INFO
-- tells it where CONFIG is forbidden.
local policy = redis.call('INFO', 'memory'):match('maxmemory_policy:(%S+)') or 'unknown'
return { policy, tonumber(redis.call('INFO', 'cluster'):match('cluster_enabled:(%d)') or 0) }
