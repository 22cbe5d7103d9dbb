-- The charges of a window that slides, in a sorted set by the last instant of each entry: `last:first:units`. Charges of one
-- millisecond are one entry, and one without units is none. A full log merges two neighbours before it takes another, at the
-- later of their instants: the oldest two that lie within one (most / 2 - 1)st of the window. They count too long, never too
-- short. Entries do not overlap, so a charge is in the entry that holds its instant.
local UNKNOWN = -9007199254740991

local function entryOf(members)
  local member = members[1]
  if not member then
    return nil
  end
  local last, first, units = string.match(member, '^(%-?%d+):(%-?%d+):(%d+)$')
  return {member = member, last = tonumber(last), first = tonumber(first), units = units}
end

-- The first entry whose last instant is at a given one or later.
local function entryFrom(counter, millis)
  return entryOf(redis.call('ZRANGEBYSCORE', counter.log, decimal(millis), '+inf', 'LIMIT', 0, 1))
end

local function entryAfter(counter, millis)
  return entryOf(redis.call('ZRANGEBYSCORE', counter.log, '(' .. decimal(millis), '+inf', 'LIMIT', 0, 1))
end

-- The entry that holds an instant.
local function entryAt(counter, millis)
  local entry = entryFrom(counter, math.max(millis, now - counter.length + 1))
  if entry and entry.first <= millis then
    return entry
  end
  return nil
end

local function putEntry(counter, last, first, units)
  redis.call('ZADD', counter.log, decimal(last), decimal(last) .. ':' .. decimal(first) .. ':' .. units)
end

local function removeEntry(counter, entry)
  redis.call('ZREM', counter.log, entry.member)
end

local function setUnits(counter, entry, units)
  removeEntry(counter, entry)
  putEntry(counter, entry.last, entry.first, units)
end

-- Whether a charge of an instant still counts: one of nothing, which has no entry, by its instant alone.
local function counts(counter, millis, units)
  if units == '0' then
    return millis > now - counter.length
  end
  return entryAt(counter, millis) ~= nil
end

-- How long until so many units will have gone; of the entry that ends at `creditedLast` a part is taken for gone.
local function waitInLog(counter, units)
  local missing = units
  local entry = entryAfter(counter, UNKNOWN)
  while entry do
    local held = entry.units
    if entry.last == counter.creditedLast then
      held = subtract(held, counter.credit)
    end
    if atMost(missing, held) then
      return math.max(0, entry.last + counter.length - now)
    end
    missing = subtract(missing, held)
    entry = entryAfter(counter, entry.last)
  end
  return 0
end

local function mergeOldestNeighbours(counter)
  local near = math.floor(counter.length / (math.floor(mostLogEntries / 2) - 1))
  local older = entryFrom(counter, counter.search)
  local newer = older and entryAfter(counter, older.last)
  if not newer then
    older = entryAfter(counter, UNKNOWN)
    newer = entryAfter(counter, older.last)
  end
  local following = newer
  while following and newer.last - older.first > near do
    following = entryAfter(counter, newer.last)
    if following then
      older, newer = newer, following
    end
  end
  removeEntry(counter, older)
  removeEntry(counter, newer)
  putEntry(counter, newer.last, older.first, add(older.units, newer.units))
  counter.entries = counter.entries - 1
  counter.search = newer.last
end

local function addToLog(counter, units, millis)
  if units == '0' then
    return
  end
  local entry = entryAt(counter, millis)
  if not entry and counter.entries >= mostLogEntries then
    mergeOldestNeighbours(counter)
    entry = entryAt(counter, millis)
  end
  counter.used = add(counter.used, units)
  if entry then
    setUnits(counter, entry, add(entry.units, units))
    return
  end
  putEntry(counter, millis, millis, units)
  counter.entries = counter.entries + 1
  if counter.search >= millis then
    -- The new neighbours may be near each other, though those around them were not.
    counter.search = UNKNOWN
  end
end

-- Puts other units in the place of some that were added at an instant and still count.
local function replaceInLog(counter, units, actual, millis)
  if units == '0' then
    addToLog(counter, actual, millis)
    return
  end
  local entry = entryAt(counter, millis)
  local rest = subtract(entry.units, units)
  counter.used = add(subtract(counter.used, subtract(entry.units, rest)), actual)
  local left = add(rest, actual)
  if left == '0' then
    removeEntry(counter, entry)
    counter.entries = counter.entries - 1
  else
    setUnits(counter, entry, left)
  end
end

-- Takes out what counts no longer. True if there was any.
local function dropGone(counter)
  local gone = redis.call('ZRANGEBYSCORE', counter.log, '-inf', decimal(now - counter.length))
  if #gone == 0 then
    return false
  end
  for _, member in ipairs(gone) do
    counter.used = subtract(counter.used, entryOf({member}).units)
  end
  counter.entries = counter.entries - #gone
  redis.call('ZREMRANGEBYSCORE', counter.log, '-inf', decimal(now - counter.length))
  return true
end

-- Takes what is logged after now for logged now: the clock was put back since.
local function rewindLog(counter)
  local first, units = now, '0'
  local entry = entryFrom(counter, now)
  while entry do
    units = add(units, entry.units)
    first = math.min(first, entry.first)
    removeEntry(counter, entry)
    counter.entries = counter.entries - 1
    entry = entryFrom(counter, now)
  end
  if units ~= '0' then
    putEntry(counter, now, first, units)
    counter.entries = counter.entries + 1
  end
  counter.ends = now + counter.length
  counter.search = UNKNOWN
end
