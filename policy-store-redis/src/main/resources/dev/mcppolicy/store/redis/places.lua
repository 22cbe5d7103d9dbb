-- Who holds which places, and until when: a sorted set for each place, `place:` and its name, by the ends of the leases, and
-- the same members in `holders` and, where callers can open the place at will, in `holders-at-will` and `holders-of:` the payer.
local function holder(reservation, place, payer)
  return reservation .. ':' .. place.lease .. ':' .. place.atWill .. ':' .. #payer .. ':' .. payer .. place.name
end

-- The places that a script is told of.
local function places()
  local told = {}
  for i = 1, number() do
    told[i] = {lease = argument(), atWill = argument(), name = argument()}
  end
  return told
end

local function setsOf(member)
  local _, from, atWill, length = string.find(member, '^%x+:%d+:([01]):(%d+):')
  local payer = string.sub(member, from + 1, from + tonumber(length))
  local sets = {prefix .. 'place:' .. string.sub(member, from + tonumber(length) + 1), prefix .. 'holders'}
  if atWill == '1' then
    sets[3] = prefix .. 'holders-at-will'
    sets[4] = prefix .. 'holders-of:' .. payer
  end
  return sets
end

local function setLease(member, ends)
  for _, set in ipairs(setsOf(member)) do
    redis.call('ZADD', set, decimal(ends), member)
  end
end

local function free(member)
  for _, set in ipairs(setsOf(member)) do
    redis.call('ZREM', set, member)
  end
end

local function held(name)
  return redis.call('ZCOUNT', prefix .. 'place:' .. name, '(' .. decimal(now), '+inf')
end

-- Frees some places whose lease has ended, of those in a set; how many.
local function freeOver(set, most)
  local over = redis.call('ZRANGEBYSCORE', set, '-inf', decimal(now), 'LIMIT', 0, most)
  for _, member in ipairs(over) do
    free(member)
  end
  return #over
end
