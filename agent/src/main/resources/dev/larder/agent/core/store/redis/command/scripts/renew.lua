-- Gives the namespace another version, which makes all its entries misses.
--
-- KEYS[1]  the version of the namespace, a string without an end
-- ARGV[1]  a version that nobody else ever makes
-- ARGV[2]  how a version ends that need not be renewed; empty for any
-- ARGV[3]  'once' to leave such a version; 'always' to renew it whatever it is
--
-- Returns the version.
--
-- Atomic, because of two processes that find the same old data, the second would make what was stored since a miss.

local present = redis.pcall('GET', KEYS[1])
if ARGV[3] == 'once' and type(present) == 'string' and string.match(present, '^%x+%.%d+@%x*$')
    and (ARGV[2] == '' or string.sub(present, -#ARGV[2]) == ARGV[2]) then
  return present
end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
