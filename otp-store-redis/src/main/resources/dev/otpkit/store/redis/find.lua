-- Where a tag is among others that begin at from, each of so many bytes. A match that straddles two of them is none.
local function find(tags, tag, from, size)
  local at = tags:find(tag, from, true)
  while at and (at - from) % size > 0 do at = tags:find(tag, at + 1, true) end
  return at
end
