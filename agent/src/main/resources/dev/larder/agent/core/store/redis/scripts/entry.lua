-- What the scripts that follow have in common.
--
-- KEYS[1]  the entry, a hash with these fields, each of which may be absent:
--   v:<fingerprint>  a value: 2:<its end, 13 digits>:<tag> <version> <tag> <version>\n<envelope>
--   lease            <token>:<its end>
--   hold             until when loads are held off
--   n, until         the number of a counter, and its end
--
-- All times are milliseconds since the epoch by this server, in decimal digits.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function digits(millis)
  return string.format('%.0f', millis)
end

-- When a value ends; long ago if it is of another format.
local function end_of_value(value)
  return tonumber(string.match(value, '^2:(' .. string.rep('%d', 13) .. '):[^\n]*\n')) or 0
end

local function end_of(field, content)
  return string.sub(field, 1, 2) == 'v:' and end_of_value(content) or tonumber(content) or 0
end

local function token_of(lease)
  return string.match(lease, '^(.*):%d+$')
end

local function end_of_lease(lease)
  return tonumber(string.match(lease, ':(%d+)$')) or 0
end

-- For how long a lease keeps somebody else waiting who wants to 'load'; or to 'put', who waits for other puts only, since
-- they are about to store; or to 'take' it whatever it is.
local function kept_waiting(lease, purpose)
  if not lease or purpose == 'take' or (purpose == 'put' and string.sub(lease, 1, 4) ~= 'put.') then
    return 0
  end
  return math.max(end_of_lease(lease) - now, 0)
end

-- Of a loader that dies nothing may stay for ever; of what is there nothing may be cut short.
local function lend(token, lasting, memory)
  redis.call('HSET', KEYS[1], 'lease', token .. ':' .. digits(now + lasting))
  if redis.call('PTTL', KEYS[1]) < tonumber(memory) then
    redis.call('PEXPIRE', KEYS[1], memory)
  end
end

-- Removes what is over and lets the rest live as long as the longest of it. Nobody else would remove it: while other
-- fields are written again and again, the key does not expire. The field that was written just now is not read again,
-- since it may be large.
local function settle(written, latest)
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if field ~= written and field ~= 'lease' and field ~= 'n' then
      local ending = end_of(field, redis.call('HGET', KEYS[1], field))
      if ending > now then
        latest = math.max(latest, ending)
      else
        redis.call('HDEL', KEYS[1], field, field == 'until' and 'n' or field)
      end
    end
  end
  local left = latest - now
  local lent = redis.call('HEXISTS', KEYS[1], 'lease') == 1
  if left > 0 and not (lent and redis.call('PTTL', KEYS[1]) > left) then
    redis.call('PEXPIREAT', KEYS[1], digits(latest))
  end
end
