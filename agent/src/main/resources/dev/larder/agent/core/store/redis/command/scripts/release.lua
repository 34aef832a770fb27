-- Gives a lease up without storing, so that the next loader need not wait for its end.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the token of the lease
--
-- Returns 'released', or 'void' when the lease is not there any more or is somebody else's.
--
-- Atomic, because between the look and the removal the lease may pass to another loader, whose value would then be
-- refused.

local lease = not foreign and redis.call('HGET', KEYS[1], 'lease')
if lease and token_of(lease) == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'lease')
  return 'released'
end
return 'void'
