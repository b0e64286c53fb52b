-- Before every script. Times are milliseconds of the server's own clock; the callers' change nothing.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pack, unpack = struct.pack, struct.unpack

-- A history: the newest moments of ten bytes, oldest first: six of time, four of the call's tag.
-- Limits: ten bytes each, four of permits, six of the window. Answers how long until all of them have room; and how many
-- moments they need, for how long, never less than before: smaller limits elsewhere must not shorten it.
local function weigh(history, limits, keep, horizon)
  local longest, size = 0, #history
  for at = 1, #limits, 10 do
    local permits, window = unpack('>I4I6', limits, at)
    if permits > keep then keep = permits end
    if window > horizon then horizon = window end
    if size >= permits * 10 then
      local left = unpack('>I6', history, size - permits * 10 + 1) + window - now
      if left > longest then longest = left end
    end
  end
  return longest, keep, horizon
end

-- Whether the tag is among these, at its own offset: two others must not make it up between them.
local function has(tags, tag, size)
  for at = size - #tag + 1, #tags, size do
    if tags:sub(at, at + #tag - 1) == tag then return true end
  end
  return false
end

local function add(history, keep, horizon, tag)
  local from = math.max(1, #history - (keep - 1) * 10 + 1)
  while from < #history and unpack('>I6', history, from) + horizon <= now do from = from + 10 end
  local moment = now
  if #history > 0 then moment = math.max(now, (unpack('>I6', history, #history - 9))) end
  return history:sub(from) .. pack('>I6', moment) .. tag
end
