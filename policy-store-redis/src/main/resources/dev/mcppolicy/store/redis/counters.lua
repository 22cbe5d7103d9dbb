-- The counters of a namespace: a hash each, `counter:` and its name. By name they stand in `names`, by the end of their
-- window in `ends`, and what callers can open at will in `at-will` and `payer:` of who has opened them, too: how many members
-- these have is how many counters there are. A counter of one window has one id, and the next window's another.
local loaded = {}

local function payerKey(payer)
  return prefix .. 'payer:' .. payer
end

local function setEnd(counter)
  local ends = decimal(counter.ends)
  redis.call('ZADD', prefix .. 'ends', ends, counter.name)
  if counter.payer then
    redis.call('ZADD', prefix .. 'at-will', ends, counter.name)
    redis.call('ZADD', payerKey(counter.payer), ends, counter.name)
  end
end

local function save(counter)
  if counter.length == 0 then
    redis.call('HSET', counter.key, 'used', counter.used)
  else
    redis.call('HSET', counter.key, 'used', counter.used, 'entries', counter.entries, 'search', decimal(counter.search),
      'end', decimal(counter.ends))
    setEnd(counter)
  end
end

-- The counter of a name that counts now, or nil. One that has not begun was made before the clock was put back.
local function find(name)
  local known = loaded[name]
  if known ~= nil then
    return known or nil
  end
  local key = prefix .. 'counter:' .. name
  local row = redis.call('HMGET', key, 'id', 'used', 'end', 'start', 'length', 'payer', 'entries', 'search')
  local ends = tonumber(row[3] or UNKNOWN)
  local length = tonumber(row[5] or 0)
  if ends <= now or (length == 0 and tonumber(row[4]) > now) then
    loaded[name] = false
    return nil
  end
  local counter = {name = name, key = key, id = row[1], used = row[2], ends = ends, start = tonumber(row[4]),
    length = length, payer = row[6] or nil, entries = tonumber(row[7]), search = tonumber(row[8])}
  if length > 0 then
    counter.log = prefix .. 'log:' .. name
    local isRewound = ends - length > now
    if isRewound then
      rewindLog(counter)
    end
    if dropGone(counter) or isRewound then
      save(counter)
    end
  end
  loaded[name] = counter
  return counter
end

-- Forgets the row of a name, if there is one.
local function drop(name)
  local key = prefix .. 'counter:' .. name
  local row = redis.call('HMGET', key, 'id', 'payer')
  if row[1] then
    redis.call('DEL', key, prefix .. 'log:' .. name)
    redis.call('ZREM', prefix .. 'ends', name)
    redis.call('ZREM', prefix .. 'names', name)
    if row[2] then
      redis.call('ZREM', prefix .. 'at-will', name)
      redis.call('ZREM', payerKey(row[2]), name)
    end
  end
  loaded[name] = false
end

-- Forgets some counters that are over, of those in a set; how many.
local function dropOver(set, most)
  local over = redis.call('ZRANGEBYSCORE', set, '-inf', decimal(now), 'LIMIT', 0, most)
  for _, name in ipairs(over) do
    drop(name)
    -- Also where its row is gone, so that none is found again and again.
    redis.call('ZREM', set, name)
  end
  return #over
end

local function insert(counter, shown)
  redis.call('HSET', counter.key, 'id', counter.id, 'used', counter.used, 'end', decimal(counter.ends), 'start',
    decimal(counter.start), 'length', decimal(counter.length), 'entries', counter.entries, 'search',
    decimal(counter.search))
  if counter.payer then
    redis.call('HSET', counter.key, 'payer', counter.payer)
  end
  if shown ~= '' then
    redis.call('HSET', counter.key, 'shown', shown)
  end
  redis.call('ZADD', prefix .. 'names', 0, counter.name)
  setEnd(counter)
  loaded[counter.name] = counter
end
