-- A key's code. What it was opened with never changes; the calls it has counted, its death and its receipt do.
local CODE = '>I6BBBBc4c4c16Bc0Bc0Bc0'

local function readCode(row)
  local c, at = {}, 0
  c.ends, c.strong, c.decoy, c.attempts, c.dead, c.opened, c.secret, c.tag, c.audience, c.calls, c.receipt, at =
    unpack(CODE, row)
  c.sealed = row:sub(at)
  c.left = (c.dead == 1 or c.receipt ~= '') and 0 or c.attempts - #c.calls / 4
  if c.ends <= now then c.left = 0 end
  return c
end

local function packCode(c)
  return pack(CODE, c.ends, c.strong, c.decoy, c.attempts, c.dead, c.opened, c.secret, c.tag,
    #c.audience, c.audience, #c.calls, c.calls, #c.receipt, c.receipt) .. c.sealed
end
