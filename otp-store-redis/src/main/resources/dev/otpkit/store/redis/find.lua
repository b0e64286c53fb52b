-- Where a tag is among others that begin at from, each of so many bytes: two of them must not make it up between them.
local function find(tags, tag, from, size)
  local at = tags:find(tag, from, true)
  while at and (at - from) % size > 0 do at = tags:find(tag, at + 1, true) end
  return at
end
