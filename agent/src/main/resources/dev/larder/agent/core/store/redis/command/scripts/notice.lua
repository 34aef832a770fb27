-- Puts up, prolongs or takes down the notice of an eviction under way.
--
-- KEYS[1]  the notices, a string: <version> and, for each eviction under way, \n<token> <its end> <what it covers>
-- ARGV[1]  the token of the eviction; a version that nobody else ever makes
-- ARGV[2]  what to do: 'begin', 'prolong', 'end', or 'open' to have a version and nothing else
-- ARGV[3]  for how long the notice stands from now on, in milliseconds
-- ARGV[4]  what the eviction covers; any bytes but \n
-- ARGV[5]  'keep' to keep the version when nothing is under way; 'drop' to leave nothing then
-- ARGV[6]  how far away the end of a notice may be, in milliseconds; others were not written by this script
--
-- Returns 'up' when the notice stands, and stood without a gap since it was put up; 'over' when it did not.
-- The version is another one whenever an eviction begins, so that who sees the same one twice has missed none.
--
-- Atomic, because of two evictions that begin or end at once one would write the other one's notice away.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local present = redis.pcall('GET', KEYS[1])
local version = type(present) == 'string' and string.match(present, '^(%x+%.%d+)\n') or nil
local notices, answered, latest = '', 'over', 0

for token, ending, scope in string.gmatch(version and present or '', '(%x+%.%d+) (%d+) ([^\n]*)\n') do
  if tonumber(ending) > now and tonumber(ending) <= now + ARGV[6] then
    if token == ARGV[1] then
      answered = 'up'
    else
      notices = notices .. token .. ' ' .. ending .. ' ' .. scope .. '\n'
      latest = math.max(latest, ending)
    end
  end
end

if ARGV[2] == 'begin' then
  version, answered = ARGV[1], 'up'
end
if ARGV[2] == 'begin' or (ARGV[2] == 'prolong' and answered == 'up') then
  local own = now + ARGV[3]
  notices = notices .. ARGV[1] .. string.format(' %.0f ', own) .. ARGV[4] .. '\n'
  latest = math.max(latest, own)
end

if notices == '' and ARGV[5] == 'drop' then
  if present then
    redis.call('PEXPIRE', KEYS[1], -1) -- which removes it at once
  end
  return answered
end
redis.call('SET', KEYS[1], (version or ARGV[1]) .. '\n' .. notices)
if ARGV[5] == 'drop' then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', latest - now))
end
return answered
