-- Tells an operator about an entry without sending its values.
--
-- KEYS[1]  the entry, a hash
--
-- Returns {<fresh versions>, <milliseconds until the last of them ends>, <bytes of their envelopes>,
-- <1 if somebody is loading, else 0>}.
--
-- Atomic, because the four figures are to be of one moment; and a script, because the values would travel otherwise.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local versions, latest, bytes, leased = 0, now, 0, 0

for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local content = redis.call('HGET', KEYS[1], field)
  if field == 'lease' then
    if (tonumber(string.match(content, ':(%d+)$')) or 0) > now then
      leased = 1
    end
  elseif string.sub(content, 1, 2) == '1:' then
    local deadline = tonumber(string.sub(content, 3, 15)) or 0
    if deadline > now then
      versions = versions + 1
      bytes = bytes + #content - 16
      latest = math.max(latest, deadline)
    end
  end
end
return {versions, latest - now, bytes, leased}
