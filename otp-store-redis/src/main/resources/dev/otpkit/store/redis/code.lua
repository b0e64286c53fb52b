-- A key's code. What it was opened with is written once: until when it lives, 0 where only a receipt is left of it, how many
-- bytes of a receipt it carries from the code before it, whether it is strong, whether a decoy's, how many guesses it is good
-- for, how many bytes all this is, the call that opened it, its secret and tag, its audience and seal. Behind it comes what it
-- carries, and what becomes of it: four bytes for each call that it has counted, and then one byte once the budget has ended
-- it, or the 31 of its receipt: six of until when, twenty of secret and tag, five for the call that redeemed it.
-- From row, now: ends, strong, left, secret, tag; from where its calls are; whether it is used; where the key's receipt is.
local ends, carried, strong, attempts, length, secret, tag = unpack('>I6BBxBI2xxxxc4c16', row)
local from = length + carried + 1
local rest = (#row - from + 1) % 4 -- 0: neither, 1: ended, 3: used
local left = (rest > 0 or ends <= now) and 0 or attempts - (#row - from + 1) / 4
local used = rest == 3
local receiptAt = used and #row - 30 or carried > 0 and length + 1
