-- Tells an operator about an entry without sending its values.
--
-- KEYS[1]  the entry, a hash
--
-- Returns {<1 if somebody is loading, else 0>, <milliseconds until its counter ends, 0 for none>}, and for each fresh
-- version three more: <milliseconds until it is stale>, <bytes of its envelope>, <its tags and their versions>.
--
-- Atomic, because the figures are to be of one moment; and a script, because the values would travel otherwise.

local answer = {0, 0}
if foreign then
  return answer
end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local content = redis.call('HGET', KEYS[1], field)
  if field == 'lease' then
    answer[1] = end_of_lease(content) > now and 1 or 0
  elseif field == 'until' then
    answer[2] = math.max(end_of(field, content) - now, 0)
  elseif string.sub(field, 1, 2) == 'v:' and is_fresh(content) then
    local head = string.find(content, '\n', 51, true)
    local _, stale_from = ends_of_value(content)
    table.insert(answer, stale_from - now)
    table.insert(answer, #content - head)
    table.insert(answer, tags_of_value(content))
  end
end
return answer
