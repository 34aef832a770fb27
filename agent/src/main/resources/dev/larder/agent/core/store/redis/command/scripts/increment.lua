-- Adds to a counter, which begins at 0.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  what to add
-- ARGV[2]  how long a counter lives that begins now, in milliseconds
-- ARGV[3]  until when the caller waits for this, in milliseconds since the epoch; from
--          then on it must not happen
--
-- Returns the new number in digits, since Lua's own numbers are exact up to 2^53 only; 'overflow' when it would not fit
-- 64 bits, or 'late', having done nothing.
--
-- Atomic, because a counter that ends between the look and the addition would live on without an end.

if now >= tonumber(ARGV[3]) then
  return 'late'
end
replace_foreign()
local ending = redis.call('HGET', KEYS[1], 'until')
if not ending or end_of('until', ending) <= now then
  redis.call('HDEL', KEYS[1], 'n')
  redis.call('HSET', KEYS[1], 'until', digits(now + ARGV[2]))
end
local added = redis.pcall('HINCRBY', KEYS[1], 'n', ARGV[1])
if type(added) == 'table' and added.err and string.find(added.err, 'not an integer', 1, true) then
  redis.call('HDEL', KEYS[1], 'n')
  added = redis.pcall('HINCRBY', KEYS[1], 'n', ARGV[1])
end
if type(added) == 'table' and added.err then
  return string.find(added.err, 'overflow', 1, true) and 'overflow' or added
end
settle({})
return redis.call('HGET', KEYS[1], 'n')
