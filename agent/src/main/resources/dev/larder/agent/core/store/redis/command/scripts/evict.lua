-- Removes an entry and holds loads of it off for a while.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  for how long, in milliseconds
--
-- Returns 'evicted', or 'nothing' when there was nothing but an earlier hold-off.
--
-- Atomic, because a load that is granted between the removal and the mark would store what it was held off from.

local fields, held = 1, 0
if not foreign then
  fields = redis.call('HLEN', KEYS[1])
  held = redis.call('HEXISTS', KEYS[1], 'hold')
end
remove()
redis.call('HSET', KEYS[1], 'hold', digits(now + ARGV[1]))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return fields > held and 'evicted' or 'nothing'
