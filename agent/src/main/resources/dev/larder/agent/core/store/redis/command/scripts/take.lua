-- Takes the lease for a writer, whatever is there.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the token of the writer's lease
-- ARGV[2]  how long the lease lasts, in milliseconds; 0 for one that is over at once, so that nobody waits for it
-- ARGV[3]  how long a hash without values is remembered, in milliseconds; longer than the lease
-- ARGV[4]  what the lease is for: 'put' or 'take'
--
-- Returns 'taken', or 'held' when another put is about to store.
--
-- Atomic, because of two puts that take the lease from each other again and again, neither would store.

replace_foreign()
if kept_waiting(redis.call('HGET', KEYS[1], 'lease'), ARGV[4], ARGV[2]) > 0 then
  return 'held'
end
lend(ARGV[1], ARGV[2], ARGV[3])
return 'taken'
