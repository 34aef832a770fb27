-- Finds a fresh value, or grants the right to load it, or tells how long somebody else has that right.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the wanted version, v:<fingerprint>
-- ARGV[2]  the token of the lease asked for
-- ARGV[3]  how long the lease lasts, in milliseconds
-- ARGV[4]  how long a hash without values is remembered, in milliseconds; longer than the lease
--
-- Returns {'found', <stored value>}, {'held', <milliseconds left>} or {'granted'}.
--
-- Atomic, because of two loaders that both see neither value nor lease both would load, and the second lease would
-- void the first. A read and a conditional write from the client cannot close that gap.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local stored = redis.call('HMGET', KEYS[1], ARGV[1], 'lease')
local value, lease = stored[1], stored[2]

if value and string.sub(value, 1, 2) == '1:' and (tonumber(string.sub(value, 3, 15)) or 0) > now then
  return {'found', value}
end

if lease then
  local left = (tonumber(string.match(lease, ':(%d+)$')) or 0) - now
  if left > 0 then
    return {'held', left}
  end
end

redis.call('HSET', KEYS[1], 'lease', ARGV[2] .. ':' .. string.format('%.0f', now + ARGV[3]))
-- Of a loader that dies nothing may stay for ever; of values that are there nothing may be cut short.
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {'granted'}
