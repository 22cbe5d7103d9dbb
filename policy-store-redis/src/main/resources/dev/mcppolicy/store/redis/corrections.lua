-- Changes of charges that were taken, each in its own window. A charge is its counter's name and id, the units charged and,
-- where others take their place, those; `at` and `epoch` say when it was taken.

-- At which instant a charge stands in its log: where the clock was put back before it, it was moved with it. One of nothing
-- stands nowhere yet.
local function instantOf(charge, counter)
  local millis = charge.at
  if charge.units == '0' then
    return math.min(millis, now)
  end
  if charge.epoch == epoch then
    return millis
  end
  for _, rewind in ipairs(redis.call('LRANGE', prefix .. 'rewinds', charge.epoch, -1)) do
    local from, to = string.match(rewind, '^(%-?%d+):(%-?%d+)$')
    if millis + counter.length <= tonumber(from) then
      return UNKNOWN
    end
    millis = math.min(millis, tonumber(to))
  end
  return millis
end

-- The counter that counts a charge, or nil.
local function counterOf(charge)
  local counter = find(charge.name)
  if counter and counter.id == charge.id then
    return counter
  end
  return nil
end

-- What a counter holds of a charge, and in which entry of its log.
local function heldOf(charge)
  local counter = counterOf(charge)
  if not counter then
    return '0'
  end
  if counter.length == 0 then
    return smaller(counter.used, charge.units)
  end
  local entry = charge.units ~= '0' and entryAt(counter, instantOf(charge, counter))
  if not entry then
    return '0'
  end
  return smaller(entry.units, charge.units), entry.last
end

-- Puts other units in the place of those charged, which never exceed what a counter can hold.
local function replace(charge, actual)
  local counter = charge.units ~= actual and counterOf(charge)
  if not counter then
    return
  end
  local rest = subtract(counter.used, charge.units)
  local bounded = smaller(actual, subtract(MOST_UNITS, rest))
  if counter.length == 0 then
    counter.used = add(rest, bounded)
  else
    local millis = instantOf(charge, counter)
    if not counts(counter, millis, charge.units) then
      return
    end
    replaceInLog(counter, charge.units, bounded, millis)
  end
  save(counter)
end
