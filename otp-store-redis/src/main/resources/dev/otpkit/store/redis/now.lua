-- Into every script: now, pack, unpack. Times are milliseconds of the server's own clock; the callers' change nothing.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pack, unpack = struct.pack, struct.unpack
