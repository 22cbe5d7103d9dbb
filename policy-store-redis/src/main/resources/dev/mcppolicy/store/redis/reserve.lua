-- Takes charges and places, all or none, and in the place of others where there are any. All is looked at before any of it
-- is written; what is over may be dropped meanwhile.
local DROPPED_FOR_ROOM = 64
local DROPPED_WITH_EACH = 2

local _, operation, life = argument(), argument(), argument()
local wanted = {}
for i = 1, number() do
  wanted[i] = {name = string.sub(KEYS[i + 1], #prefix + 9), units = argument(), most = argument(), start = number(),
    ends = number(), length = number(), atWill = argument(), shown = argument()}
end
local isTrial, untilMillis, release, request = argument() == '1', argument(), argument(), argument()
local payer, capacity, mostPerPayer = argument(), number(), number()

local function recorded(text)
  local parts = {}
  for part in string.gmatch(text, '%S+') do
    parts[#parts + 1] = part
  end
  return unpack(parts)
end

-- What has been taken under this name.
local recordKey = prefix .. 'operation:' .. operation
if untilMillis ~= '' then
  local first = redis.call('HMGET', heldKey(operation), 'request', 'settled', 'answer')
  if first[1] and first[1] ~= request then
    return answer('other')
  end
  if first[1] then
    return answer('taken', first[2], recorded(first[3]))
  end
  if tonumber(untilMillis) <= now then
    return answer('past')
  end
elseif not isTrial then
  local first = redis.call('GET', recordKey)
  if first then
    return answer('taken', '0', recorded(first))
  end
end

-- What is to be given back.
local heldName, heldReservation, isSpent, heldPayer = argument(), argument(), argument() == '1', argument()
local heldPlaces = places()
local heldCharges = {}
for i = 1, number() do
  heldCharges[i] = {name = argument(), id = argument(), units = argument(), at = number(), epoch = argument()}
end
if #heldCharges > 0 and (isSpent or (heldName ~= '' and not isWhole(heldName, heldReservation))) then
  return answer('settled')
end
for _, charge in ipairs(heldCharges) do
  local counter = counterOf(charge)
  if counter then
    counter.credit, counter.creditedLast = heldOf(charge)
  end
end

-- Looks at the limits: the first that no waiting helps, else the longest wait.
local refused, longest
local isOutside = false
local wait
local never
for i, charge in ipairs(wanted) do
  local counter = find(charge.name)
  charge.counter = counter
  if not counter and charge.length == 0 and (now < charge.start or now >= charge.ends) then
    isOutside = true
  end
  if charge.most == '' then
    never = never or i
  elseif counter then
    local used = counter.credit and subtract(counter.used, counter.credit) or counter.used
    if not atMost(used, charge.most) then
      if counter.length > 0 then
        wait = waitInLog(counter, subtract(used, charge.most))
      else
        wait = math.max(0, counter.ends - now)
      end
      if not longest or wait > longest then
        refused, longest = i, wait
      end
    end
  end
end
if never then
  return answer('refused', 'LIMIT', tostring(never - 1), '-1')
end

-- Looks at the places.
local seats = {}
for i = 1, number() do
  seats[i] = {max = number(), lease = argument(), atWill = argument(), name = argument()}
end
for i, place in ipairs(seats) do
  if held(place.name) >= place.max then
    return answer('refused', 'PLACE_TAKEN', tostring(i - 1), '-1')
  end
end
if refused then
  return answer('refused', 'LIMIT', tostring(refused - 1), decimal(longest))
end
if isOutside then
  return answer('clock')
end

-- Looks for room. A counter whose window is over makes room for its next.
local function lackingCounter()
  local counters = redis.call('ZCARD', prefix .. 'ends')
  local atWill, his
  for i, charge in ipairs(wanted) do
    if not charge.counter then
      counters = counters + 1
      if counters > capacity then
        return i
      end
      if charge.atWill == '1' then
        atWill = (atWill or redis.call('ZCARD', prefix .. 'at-will')) + 1
        his = (his or redis.call('ZCARD', payerKey(payer))) + 1
        if atWill > math.floor(capacity / 2) or his > mostPerPayer then
          return i
        end
      end
    end
  end
  return nil
end

local isAnyNew = false
for _, charge in ipairs(wanted) do
  if not charge.counter then
    drop(charge.name)
    isAnyNew = true
  end
end
local lacking = isAnyNew and lackingCounter()
if lacking then
  local dropped = dropOver(prefix .. 'ends', DROPPED_FOR_ROOM)
  if wanted[lacking].atWill == '1' then
    dropped = dropped + dropOver(prefix .. 'at-will', DROPPED_FOR_ROOM) + dropOver(payerKey(payer), DROPPED_FOR_ROOM)
  end
  lacking = dropped == 0 and lacking or lackingCounter()
  if lacking then
    return answer('refused', 'STORE_FULL', tostring(lacking - 1), '-1')
  end
end

local function lackingPlace()
  local atWill, his
  for i, place in ipairs(seats) do
    if place.atWill == '1' then
      atWill = (atWill or redis.call('ZCARD', prefix .. 'holders-at-will')) + 1
      his = (his or redis.call('ZCARD', prefix .. 'holders-of:' .. payer)) + 1
      if atWill > math.floor(capacity / 2) or his > mostPerPayer then
        return i
      end
    end
  end
  return nil
end

lacking = lackingPlace()
if lacking then
  local freed = freeOver(prefix .. 'holders-at-will', DROPPED_FOR_ROOM)
    + freeOver(prefix .. 'holders-of:' .. payer, DROPPED_FOR_ROOM)
  lacking = freed == 0 and lacking or lackingPlace()
  if lacking then
    return answer('refused', 'PLACES_FULL', tostring(lacking - 1), '-1')
  end
end
if isTrial then
  return answer('taken', '0')
end

-- From here on all is written.
for _, charge in ipairs(heldCharges) do
  replace(charge, '0')
end
local taken, answered = {charges = {}, holders = {}}, {decimal(now), epoch, drawn}
for i, charge in ipairs(wanted) do
  local counter = charge.counter
  if not counter then
    dropOver(prefix .. 'ends', DROPPED_WITH_EACH)
    counter = {name = charge.name, key = KEYS[i + 1], id = drawn, used = '0', start = charge.start,
      ends = charge.ends, length = charge.length, payer = charge.atWill == '1' and payer or nil, entries = 0,
      search = UNKNOWN}
    if counter.length > 0 then
      counter.log = prefix .. 'log:' .. counter.name
      counter.ends = now + counter.length
    end
  end
  answered[#answered + 1] = counter.used
  answered[#answered + 1] = counter.id
  if counter.length > 0 then
    addToLog(counter, charge.units, now)
    counter.ends = math.max(counter.ends, now + counter.length)
  else
    counter.used = add(counter.used, charge.units)
  end
  if charge.counter then
    save(counter)
  else
    insert(counter, charge.shown)
  end
  if untilMillis ~= '' then
    taken.charges[i] = {name = charge.name, id = counter.id, units = charge.units, at = now, epoch = epoch}
  end
end
if #seats > 0 then
  freeOver(prefix .. 'holders', DROPPED_FOR_ROOM)
end
for i, place in ipairs(seats) do
  local member = holder(drawn, place, payer)
  setLease(member, now + tonumber(place.lease))
  taken.holders[i] = member
end
if untilMillis ~= '' then
  redis.call('HSET', heldKey(operation), 'request', request, 'reservation', drawn, 'settled', '0', 'release', release, 'taken',
    cmsgpack.pack(taken), 'answer', table.concat(answered, ' '))
  redis.call('ZADD', prefix .. 'due', untilMillis, operation)
  noteDue()
else
  redis.call('SET', recordKey, table.concat(answered, ' '), 'PX', life)
end
for _, place in ipairs(heldPlaces) do
  free(holder(heldReservation, place, heldPayer))
end
if heldName ~= '' and isWhole(heldName, heldReservation) then
  noteSettled(heldName)
end
return answer('taken', '0', unpack(answered))
