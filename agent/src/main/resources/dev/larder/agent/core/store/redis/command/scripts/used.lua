-- Keeps which entries are used most: a score for each, which counts a use half as much after a while.
--
-- KEYS[1]  the scores, a sorted set
-- ARGV[1]  'read' or 'add'
-- ARGV[2]  how many to return, or to keep, at most
-- ARGV[3]  to add: after how long a use counts half as much, in milliseconds
-- ARGV[4]  to add: for how long the scores are kept from now on, in milliseconds
-- ARGV[5]  and so on, to add: the name of an entry, and how often it was used
--
-- Returns the names, the most used first; or 'done'.
--
-- A score is the logarithm, to the base of 2, of the sum of all uses, each of which counts 2^(time of the use / ARGV[3]).
-- So a later use counts more, the order never changes with time alone, and no score has to be written again.
--
-- Atomic, because of two processes that add to one score one could write the other one's addition away.

local function isOfAnotherType(answer)
  return type(answer) == 'table' and answer.err and string.find(answer.err, 'WRONGTYPE', 1, true)
end

local function log2(number)
  return math.log(number) / math.log(2)
end

if ARGV[1] == 'read' then
  local names = redis.pcall('ZREVRANGE', KEYS[1], 0, ARGV[2] - 1)
  return isOfAnotherType(names) and {} or names
end

local clock = redis.call('TIME')
local now = (clock[1] * 1000 + clock[2] / 1000) / ARGV[3]
if isOfAnotherType(redis.pcall('ZSCORE', KEYS[1], '')) then
  redis.call('PEXPIRE', KEYS[1], -1) -- what somebody else wrote is removed at once
end
for i = 5, #ARGV - 1, 2 do
  local score = now + log2(ARGV[i + 1])
  local before = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or nil)
  if before and before <= now + 64 then
    score = math.max(score, before) + log2(1 + 2 ^ -math.abs(score - before))
  end
  redis.call('ZADD', KEYS[1], string.format('%.17g', score), ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. string.format('%.17g', now + 64), '+inf') -- not from here
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.17g', now - 64))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'done'
