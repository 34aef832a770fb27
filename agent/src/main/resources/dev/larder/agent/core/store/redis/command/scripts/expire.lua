-- Gives all that an entry holds another time to live.
--
-- KEYS[1]  the entry, a hash
-- ARGV[1]  the time to live from now on, in milliseconds
-- ARGV[2]  until when the caller waits for this, in milliseconds since the epoch; from
--          then on it must not happen
--
-- Returns {'done', <'counter' if there is one, else ''>, <the tags and their versions, of each fresh version>...}, or
-- {'late'}, having done nothing.
--
-- Atomic, because a value that is stored between the look and the write would be overwritten with the one before it.

if now >= tonumber(ARGV[2]) then
  return {'late'}
end
local deadline = now + ARGV[1]
local answer = {'done', ''}
local written = {}
if foreign then
  return answer
end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field == 'until' then
    if end_of(field, redis.call('HGET', KEYS[1], field)) > now then
      redis.call('HSET', KEYS[1], field, digits(deadline))
      answer[2] = 'counter'
    end
  elseif string.sub(field, 1, 2) == 'v:' then
    local value = redis.call('HGET', KEYS[1], field)
    if is_fresh(value) then
      written[field] = deadline + stale_of_value(value)
      redis.call('HSET', KEYS[1], field, string.format('4:%013.0f', written[field]) .. string.sub(value, 16))
      table.insert(answer, tags_of_value(value))
    end
  end
end
settle(written)
return answer
