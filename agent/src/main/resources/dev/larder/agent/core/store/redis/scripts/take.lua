-- Takes the lease for a writer, from whoever has it.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the token of the writer's lease
-- ARGV[2]  how long the lease lasts, in milliseconds; 0 for one that is over at once, so that nobody waits for it
-- ARGV[3]  how long a hash without values is remembered, in milliseconds; longer than the lease
--
-- Returns 'taken'.
--
-- Atomic, because a lease without the time to live of its key would stay for ever if the writer died in between.

lend(ARGV[1], ARGV[2], ARGV[3])
return 'taken'
