-- Removes a version that its reader cannot read, so that the next loader can replace it.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the version, v:<fingerprint>
-- ARGV[2]  the envelope that was found, any bytes
--
-- Returns 'discarded', or 'changed' when something else is there by now, or nothing.
--
-- Atomic, because between the look and the removal somebody may have stored a value that is good.

local stored = not foreign and redis.call('HGET', KEYS[1], ARGV[1])
local head = stored and string.find(stored, '\n', 1, true)
if head and string.sub(stored, head + 1) == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
  return 'discarded'
end
return 'changed'
