-- Writes a value if the lease still stands, and ends the lease.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the version, v:<fingerprint>
-- ARGV[2]  the token of the loader's lease
-- ARGV[3]  the time to live, in milliseconds
-- ARGV[4]  the envelope, any bytes
--
-- Returns 'stored'; 'evicted' when there is no lease, because the entry was evicted, or Redis dropped it for room, or
-- lost it in a restart; 'taken' when another loader holds it. In the last two cases nothing was written.
--
-- Atomic, because an eviction between the look at the lease and the write would be undone by the write: the one thing
-- that must never happen.

local lease = redis.call('HGET', KEYS[1], 'lease')
if not lease then
  return 'evicted'
end
if string.match(lease, '^(.*):%d+$') ~= ARGV[2] then
  return 'taken'
end

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local deadline = now + ARGV[3]

redis.call('HSET', KEYS[1], ARGV[1], string.format('1:%013.0f:', deadline) .. ARGV[4])
redis.call('HDEL', KEYS[1], 'lease')

-- The key lives as long as the longest of its versions. Those that are over go now: while others are stored again and
-- again, nobody else would remove them.
local latest = deadline
if redis.call('HLEN', KEYS[1]) > 1 then
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    local other = tonumber(string.sub(redis.call('HGET', KEYS[1], field), 3, 15)) or 0
    if other <= now then
      redis.call('HDEL', KEYS[1], field)
    elseif other > latest then
      latest = other
    end
  end
end
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', latest))
return 'stored'
