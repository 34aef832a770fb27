-- What the scripts that follow have in common.
--
-- KEYS[1]  the entry, a hash with these fields, each of which may be absent:
--   v:<fingerprint>  a value: 4:<its end, 13 digits>:<its owner, 16 digits>:<its version, 16 digits>:<for how long it is stale
--                    before its end, in milliseconds>:<tag> <version> <tag> <version>\n<envelope>
--   lease            <token>:<its end>
--   hold             until when loads are held off
--   n, until         the number of a counter, and its end
--   ends             when the values end: <field> <end>\n of each; only where there are several, or a counter beside one.
--                    It says nothing of a value that is not in it. Whoever writes a value settles, which writes this anew.
--                    Earlier releases delete this field on each store.
--
-- All times are milliseconds since the epoch by this server, in decimal digits.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- Whether there is something of another type under the key, which is none of ours and counts as nothing.
local foreign = type(redis.pcall('HLEN', KEYS[1])) == 'table'

-- Some servers have no UNLINK, or not for this user.
local function remove()
  if type(redis.pcall('UNLINK', KEYS[1])) == 'table' then
    redis.call('PEXPIRE', KEYS[1], -1) -- which removes it at once
  end
end

-- To be called before anything is written.
local function replace_foreign()
  if foreign then
    remove()
  end
end

local function digits(millis)
  return string.format('%.0f', millis)
end

local HEAD = '^4:(' .. string.rep('%d', 13) .. '):' .. string.rep('%x', 16) .. ':' .. string.rep('%x', 16) .. ':(%d+):[^\n]*\n'

-- When a value ends, and when it becomes stale; long ago if it is of another format.
local function ends_of_value(value)
  local ending, stale = string.match(value, HEAD)
  if not ending then
    return 0, 0
  end
  return tonumber(ending), tonumber(ending) - tonumber(stale)
end

local function end_of_value(value)
  local ending = ends_of_value(value)
  return ending
end

local function is_fresh(value)
  local _, stale_from = ends_of_value(value)
  return stale_from > now
end

local function value_of(ending, owner, version, stale, tags, envelope)
  return string.format('4:%013.0f:', ending) .. owner .. ':' .. version .. ':' .. stale .. ':' .. tags .. '\n' .. envelope
end

local function owner_of_value(value)
  return string.sub(value, 17, 32)
end

local function version_of_value(value)
  return string.sub(value, 34, 49)
end

local function stale_of_value(value)
  return string.match(value, '^%d+', 51)
end

local function tags_of_value(value)
  return string.match(value, '^%d+:([^\n]*)\n', 51)
end

local function end_of(field, content)
  return string.sub(field, 1, 2) == 'v:' and end_of_value(content) or tonumber(content) or 0
end

-- nil for what is no lease of ours.
local function token_of(lease)
  local token = string.match(lease, '^(.*):%d+$')
  return token and string.match(string.gsub(token, '^put%.', ''), '^%x+%.%d+$') and token
end

local function end_of_lease(lease)
  return token_of(lease) and tonumber(string.match(lease, ':(%d+)$')) or 0
end

-- For how long a lease keeps somebody else waiting who wants to 'load'; or to 'put', who waits for other puts only, since
-- they are about to store; or to 'take' it whatever it is. 'lasting' is how long the leases of his process last, 0 if that is
-- not known; others may last somewhat longer. One that lasts much longer is from before the clock was set back, and is over.
local function kept_waiting(lease, purpose, lasting)
  if not lease or purpose == 'take' or (purpose == 'put' and string.sub(lease, 1, 4) ~= 'put.') then
    return 0
  end
  local left = end_of_lease(lease) - now
  local over = tonumber(lasting) > 0 and left > 2 * lasting + 60000
  return over and 0 or math.max(left, 0)
end

-- Of a loader that dies nothing may stay for ever; of what is there nothing may be cut short.
local function lend(token, lasting, memory)
  redis.call('HSET', KEYS[1], 'lease', token .. ':' .. digits(now + lasting))
  if redis.call('PTTL', KEYS[1]) < tonumber(memory) then
    redis.call('PEXPIRE', KEYS[1], memory)
  end
end

-- The ends of the values that 'ends' names, by their fields.
local function ends_in(told)
  local ends = {}
  for field, ending in string.gmatch(told, '(v:%S+) (%d+)\n') do
    ends[field] = tonumber(ending)
  end
  return ends
end

-- Removes what is over and lets the rest live as long as the longest of it. Nobody else would remove it: while other
-- fields are written again and again, the key does not expire. 'written' has the ends of the values that were written just
-- now, by their fields. Values may be large, so none is read whose end is known: those of several are kept in 'ends'.
local function settle(written)
  local told = redis.call('HGET', KEYS[1], 'ends') or ''
  local known = ends_in(told)
  local latest, ends, values, unwritten = 0, '', 0, false
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if field ~= 'lease' and field ~= 'n' and field ~= 'ends' then
      local ending = written[field] or known[field] or end_of(field, redis.call('HGET', KEYS[1], field))
      if ending <= now then
        redis.call('HDEL', KEYS[1], field, field == 'until' and 'n' or field)
      else
        latest = math.max(latest, ending)
        if string.sub(field, 1, 2) == 'v:' then
          ends = ends .. field .. ' ' .. digits(ending) .. '\n'
          values = values + 1
          unwritten = unwritten or not written[field]
        end
      end
    end
  end
  if values > 1 or unwritten then
    redis.call('HSET', KEYS[1], 'ends', ends)
  elseif told ~= '' then
    redis.call('HDEL', KEYS[1], 'ends')
  end
  local left = latest - now
  local lent = redis.call('HEXISTS', KEYS[1], 'lease') == 1
  if left > 0 and not (lent and redis.call('PTTL', KEYS[1]) > left) then
    redis.call('PEXPIREAT', KEYS[1], digits(latest))
  end
end
