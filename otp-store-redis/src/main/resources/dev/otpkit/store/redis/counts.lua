-- Two kinds of counts: of limits up to 100 permits every call, of one limit above that the sums of 60 parts of its window
-- and of the one that its edge runs through, newest first.
local function exact(row, limits)
  local keep, horizon, history = 0, 0, ''
  if row then
    keep, horizon = unpack('>BI6', row)
    history = row:sub(8)
  end
  local wait
  wait, keep, horizon = weigh(history, limits, keep, horizon)
  return { keep = keep, horizon = horizon, history = history, wait = wait }
end

local function saveExact(key, c)
  local life = #c.history > 0 and unpack('>I6', c.history, #c.history - 9) + c.horizon - now or 0
  if life <= 0 then return redis.call('DEL', key) end
  redis.call('PSETEX', key, life, pack('>BI6', c.keep, c.horizon) .. c.history)
end

-- The part that is leaving counts until it has left whole, and a clock that steps back stays in the newest part.
local function coarse(row, limits)
  local permits, window = unpack('>I4I6', limits)
  local c = { size = math.ceil(window / 60), wait = 0 }
  c.part = math.floor(now / c.size)
  c.sums = ('\0'):rep(244)
  if row then
    local last = unpack('>I6', row)
    c.part = math.max(c.part, last)
    c.sums = (('\0'):rep(4 * math.min(61, c.part - last)) .. row:sub(7)):sub(1, 244)
  end
  local total = 0
  for at = 1, 244, 4 do total = total + unpack('>I4', c.sums, at) end
  for i = 60, 0, -1 do
    if total < permits then break end
    total = total - unpack('>I4', c.sums, 4 * i + 1)
    c.wait = (c.part - i + 61) * c.size - now
  end
  return c
end
