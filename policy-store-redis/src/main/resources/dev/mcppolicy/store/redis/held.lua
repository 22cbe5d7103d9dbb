-- What was taken under a name, `held:` and the name, until its deadline, by which the names stand in `due`. The names of what
-- is settled are kept, in `settled`, in case the request is sent again, and the ones due first are forgotten where there are
-- too many.
local MOST_SETTLED = 10000
local MOST_DUE = 50

local function heldKey(name)
  return prefix .. 'held:' .. name
end

local function noteDue()
  local first = redis.call('ZRANGE', prefix .. 'due', 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('HSET', KEYS[1], 'due', first[2])
    return tonumber(first[2])
  end
  redis.call('HDEL', KEYS[1], 'due')
  return nil
end

local function forget(name)
  redis.call('DEL', heldKey(name))
  redis.call('ZREM', prefix .. 'due', name)
  redis.call('ZREM', prefix .. 'settled', name)
end

-- Whether a reservation is what a name stands for, as it was taken.
local function isWhole(name, reservation)
  local row = redis.call('HMGET', heldKey(name), 'settled', 'reservation')
  return row[1] == '0' and row[2] == reservation
end

local function noteSettled(name)
  redis.call('HSET', heldKey(name), 'settled', '1')
  redis.call('ZADD', prefix .. 'settled', redis.call('ZSCORE', prefix .. 'due', name), name)
  if redis.call('ZCARD', prefix .. 'settled') > MOST_SETTLED then
    for _, oldest in ipairs(redis.call('ZRANGE', prefix .. 'settled', 0, 1)) do
      forget(oldest)
    end
  end
end

-- Does what was asked for at a deadline that is past.
local function endHeld(name)
  local row = redis.call('HMGET', heldKey(name), 'settled', 'release', 'taken')
  if row[1] == '0' then
    local taken = cmsgpack.unpack(row[3])
    for _, member in ipairs(taken.holders) do
      free(member)
    end
    if row[2] == '1' then
      for _, charge in ipairs(taken.charges) do
        replace(charge, '0')
      end
    end
  end
  forget(name)
end

if ledger[4] and tonumber(ledger[4]) <= now then
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', prefix .. 'due', '-inf', decimal(now), 'LIMIT', 0, MOST_DUE)) do
    endHeld(name)
  end
  local due = noteDue()
  if due and due <= now then
    return answer('more')
  end
end
