-- Tells the version of a tag, and gives it one if it has none. What somebody else wrote there, of whatever type, is none.
--
-- KEYS[1]  the tag, a string
-- ARGV[1]  a version that nobody else ever makes
-- ARGV[2]  how long the tag lives from now on at least, in milliseconds
--
-- Returns the version; 'hold' while loads are held off.
--
-- Atomic, because two loaders that both see no version would both make one, and the entry of one of them would be void.

local version = redis.pcall('GET', KEYS[1])
if version == 'hold' and redis.call('PTTL', KEYS[1]) > 120000 then -- longer than any: the clock was set back
  version = ''
end
if version ~= 'hold' and not (type(version) == 'string' and string.match(version, '^%x+%.%d+$')) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
if version ~= 'hold' and redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return version
