-- Finds a fresh value, or grants the right to load it, or tells what stands in the way.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the field of the wanted version, v:<fingerprint>
-- ARGV[2]  the token of the lease asked for
-- ARGV[3]  how long the lease lasts, in milliseconds
-- ARGV[4]  how long a hash without values is remembered, in milliseconds; longer than the lease
-- ARGV[5]  how a value begins that is known to be void, because of its tags; empty for none
-- ARGV[6]  what the lease is for: 'load', 'put' or 'take'; only a load is held off
-- ARGV[7]  whose the value has to be; one that was renamed or copied here is void
--
-- Returns {'found', <stored value>}, {'heldoff'}, {'held', <milliseconds left>} or {'granted'}.
--
-- Atomic, because of two loaders that both see neither value nor lease both would load, and the second lease would
-- void the first. A read and a conditional write from the client cannot close that gap.

replace_foreign()
local stored = redis.call('HMGET', KEYS[1], ARGV[1], 'lease', 'hold')
local value, lease, hold = stored[1], stored[2], stored[3]

local void = value and ARGV[5] ~= '' and string.sub(value, 1, #ARGV[5]) == ARGV[5]
if value and not void and is_fresh(value) and owner_of_value(value) == ARGV[7] then
  return {'found', value}
end

local held_for = hold and end_of('hold', hold) - now or 0
if ARGV[6] == 'load' and held_for > 0 and held_for <= 120000 then -- longer than any: the clock was set back
  return {'heldoff'}
end

local left = kept_waiting(lease, ARGV[6], ARGV[3])
if left > 0 then
  return {'held', left}
end

lend(ARGV[2], ARGV[3], ARGV[4])
return {'granted'}
