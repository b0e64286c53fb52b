-- A subject's failures in one budget: how many in a row, until when they are kept, and their history.
local function readFailures(row, limits)
  local f = { row = 0, kept = 0, keep = 0, horizon = 0, history = '' }
  if row then
    f.row, f.kept, f.keep, f.horizon = unpack('>BI6BI6', row)
    f.history = row:sub(15)
  end
  f.keep, f.horizon = hold(limits, f.keep, f.horizon)
  return f
end

local function packFailures(f)
  return pack('>BI6BI6', f.row, f.kept, f.keep, f.horizon) .. f.history
end

-- Only a failure prolongs their life: 30 days, and 400 from ten in a row on.
local function fail(f, tag)
  f.history = add(f.history, f.keep, f.horizon, tag)
  f.row = math.min(f.row + 1, 127)
  f.kept = math.max(f.kept, now + (f.row >= 10 and 34560000000 or 2592000000))
end

-- Whether no more are let through, and for how long; -1 when waiting will not help.
local function spent(f, limits, inARow)
  if f.row >= inARow then return true, -1 end
  local left = wait(f.history, limits)
  return left > 0, left > 0 and left or -1
end
