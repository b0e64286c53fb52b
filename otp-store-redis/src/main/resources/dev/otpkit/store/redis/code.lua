-- A key's code. What it was opened with is never written again; what becomes of it is appended: four bytes for each call that
-- it has counted, one more byte once the budget has ended it, or two and the receipt of the call that it was used by.
-- Answers when it ends, 1 if it is strong, how many guesses it has left, the calls it has counted, its receipt or nil, its
-- secret and tag; then 1 if it is a decoy's, the call that opened it, and its audience. Values, since a table costs as much
-- as all else here.
local function readCode(row)
  local ends, strong, decoy, attempts, length, opened, secret, tag, at = unpack('>I6BBBI2c4c4c16', row)
  local tail = row:sub(length + 1)
  local over = #tail % 4
  local left = (over > 0 or ends <= now) and 0 or attempts - #tail / 4
  local receipt = over == 2 and tail:sub(-16) or nil
  return ends, strong, left, tail, receipt, secret, tag, decoy, opened, row:sub(at + 1, at + row:byte(at))
end
