-- Tells whether a version of a tag is in force, and lets it live as long as an entry that carries it.
--
-- KEYS[1]  the tag, a string
-- ARGV[1]  the version
-- ARGV[2]  how long it lives from now on at least, in milliseconds
--
-- Returns 'kept', or 'over' when the tag was evicted, and has another version or none.
--
-- Atomic, because the version might change between the look and the prolongation, which would then be of another one.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 'over'
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 'kept'
