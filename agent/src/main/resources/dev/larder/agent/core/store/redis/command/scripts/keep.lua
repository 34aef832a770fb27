-- Tells whether a version of a tag is in force, and lets it live as long as an entry that carries it.
--
-- KEYS[1]  the tag, a string
-- ARGV[1]  the version
-- ARGV[2]  how long it lives from now on at least, in milliseconds
--
-- It gets twice that time at once: each change of it ends the copies that processes keep of entries with the tag, so that one for
-- each store would leave none. What has no end keeps having none. A key of another type is no version.
--
-- Returns 'kept', or 'over' when the tag was evicted, and has another version or none.
--
-- Atomic, because the version might change between the look and the prolongation, which would then be of another one.

if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return 'over'
end
local left = redis.call('PTTL', KEYS[1])
if left >= 0 and left < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * tonumber(ARGV[2])))
end
return 'kept'
