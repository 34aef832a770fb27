-- Takes the turn to refresh an entry, or changes how long it lasts.
--
-- KEYS[1]  the turn, a string
-- ARGV[1]  the token of who has it or asks for it
-- ARGV[2]  how long it lasts from now on, in milliseconds; 0 to end it
-- ARGV[3]  'take', 'keep', or 'rest' for a turn that nobody has for so long
--
-- Returns 'done', or 'refused' if somebody else has it, or it is over.
--
-- Atomic, because a turn that ends between the look and the change may be another one's by then.

local there = redis.pcall('GET', KEYS[1])

if ARGV[3] == 'take' then
  -- What somebody else wrote there, of another type or without an end, is no turn.
  if type(there) == 'string' and redis.call('PTTL', KEYS[1]) >= 0 then
    return 'refused'
  end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 'done'
end
if there ~= ARGV[1] then
  return 'refused'
end
if ARGV[3] == 'rest' and ARGV[2] ~= '0' then
  redis.call('SET', KEYS[1], 'rest', 'PX', ARGV[2])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2]) -- 0 removes it at once
end
return 'done'
