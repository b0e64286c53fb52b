-- A subject's failures in one budget: how many in a row, until when they are kept, and their history; nil when none are known.
local function readFailures(row)
  if not row then return nil end
  local inARow, kept, keep, horizon = unpack('>BI6BI6', row)
  return { row = inARow, kept = kept, keep = keep, horizon = horizon, history = row:sub(15) }
end

local function packFailures(f)
  return pack('>BI6BI6', f.row, f.kept, f.keep, f.horizon) .. f.history
end

-- Only a failure prolongs their life: 30 days, and 400 from ten in a row on.
local function fail(f, tag, limits)
  f = f or { row = 0, kept = 0, keep = 0, horizon = 0, history = '' }
  f.keep, f.horizon = hold(limits, f.keep, f.horizon)
  f.history = add(f.history, f.keep, f.horizon, tag)
  f.row = math.min(f.row + 1, 127)
  f.kept = math.max(f.kept, now + (f.row >= 10 and 34560000000 or 2592000000))
  return f
end

-- Whether no more guesses are let through, and for how long; -1 when waiting will not help.
local function spent(f, limits, inARow)
  if not f then return false, -1 end
  if f.row >= inARow then return true, -1 end
  local left = wait(f.history, limits)
  return left > 0, left > 0 and left or -1
end
