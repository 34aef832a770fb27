-- Writes a value if the lease still stands, and ends the lease.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the version, v:<fingerprint>
-- ARGV[2]  the token of the lease
-- ARGV[3]  the time to live, in milliseconds
-- ARGV[4]  the tags and their versions, <tag> <version> <tag> <version>; empty for none
-- ARGV[5]  the envelope, any bytes
-- ARGV[6]  'one' to leave the other versions, 'all' to replace them: a writer's value is newer than all of them
-- ARGV[7]  whose the value is
-- ARGV[8]  the version of the value
-- ARGV[9]  how long after its time to live it stays, in milliseconds
--
-- Returns 'stored'; 'evicted' when there is no lease, because the entry was evicted, or Redis dropped it for room, or
-- lost it in a restart; 'taken' when another loader or writer holds it. In the last two cases nothing was written.
--
-- Atomic, because an eviction between the look at the lease and the write would be undone by the write: the one thing
-- that must never happen.

local lease = not foreign and redis.call('HGET', KEYS[1], 'lease')
if not lease then
  return 'evicted'
end
if token_of(lease) ~= ARGV[2] then
  return 'taken'
end

local deadline = now + ARGV[3] + ARGV[9]
redis.call('HSET', KEYS[1], ARGV[1], value_of(deadline, ARGV[7], ARGV[8], ARGV[9], ARGV[4], ARGV[5]))
redis.call('HDEL', KEYS[1], 'lease')
if ARGV[6] == 'all' then
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, 2) == 'v:' and field ~= ARGV[1] then
      redis.call('HDEL', KEYS[1], field)
    end
  end
end
settle({[ARGV[1]] = deadline})
return 'stored'
