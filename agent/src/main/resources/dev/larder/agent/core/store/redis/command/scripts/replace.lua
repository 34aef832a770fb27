-- Writes a refreshed value in place of the one that the refresh began with. The lease stays: whose it is may store after this.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the version, v:<fingerprint>
-- ARGV[2]  the version of the value that is to be replaced
-- ARGV[3]  the time to live, in milliseconds
-- ARGV[4]  how long after that the value stays, in milliseconds
-- ARGV[5]  the version of the new value
-- ARGV[6]  the envelope, any bytes
-- ARGV[7]  whose the value is
--
-- Returns {'replaced', <the tags and their versions, those of the replaced value>}; or {'changed'} if another value is there or
-- none, because the entry was evicted, loaded, put or refreshed meanwhile, or Redis dropped it. Then nothing was written.
--
-- Atomic, because an eviction between the look at the version and the write would be undone by the write.

local stored = not foreign and redis.call('HGET', KEYS[1], ARGV[1])
if not stored or end_of_value(stored) <= now or owner_of_value(stored) ~= ARGV[7] or version_of_value(stored) ~= ARGV[2] then
  return {'changed'}
end

local deadline = now + ARGV[3] + ARGV[4]
local tags = tags_of_value(stored)
redis.call('HSET', KEYS[1], ARGV[1], value_of(deadline, ARGV[7], ARGV[5], ARGV[4], tags, ARGV[6]))
settle({[ARGV[1]] = deadline})
return {'replaced', tags}
