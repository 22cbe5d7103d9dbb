-- The way of most requests: charges alone, of counters that are there and whose windows neither slide nor are over. Whatever
-- else it finds, and whatever does not fit, it leaves to what follows, with nothing changed. ARGV: whether the request has
-- charges alone, the name of its operation and how long that is remembered, the number of its charges, and seven for each.
local FIRST_CHARGE = 10
local PER_CHARGE = 7
local isNothingDue = not ledger[4] or tonumber(ledger[4]) > now

if ARGV[6] == '1' and isNothingDue then
  local charges = tonumber(ARGV[9])
  local answered = {decimal(now), epoch, drawn}
  local units = {}
  local fits = true
  for i = 1, charges do
    local at = FIRST_CHARGE + (i - 1) * PER_CHARGE
    local row = redis.call('HMGET', KEYS[i + 1], 'used', 'end', 'start', 'length', 'id')
    local used, most = row[1], ARGV[at + 1]
    -- The text of a larger number is longer; of two that are as long, those of 15 digits are exact as numbers.
    if not used or row[4] ~= '0' or tonumber(row[2]) <= now or tonumber(row[3]) > now or #used > 15 or #ARGV[at] > 15
      or #used > #most or (#used == #most and tonumber(used) > tonumber(most)) then
      fits = false
      break
    end
    units[i] = decimal(tonumber(used) + tonumber(ARGV[at]))
    answered[2 * i + 2] = used
    answered[2 * i + 3] = row[5]
  end
  -- What has been done under this name before is not done again, and answered by what follows.
  if fits and redis.call('SET', prefix .. 'operation:' .. ARGV[7], table.concat(answered, ' '), 'NX', 'PX', ARGV[8]) then
    for i = 1, charges do
      redis.call('HSET', KEYS[i + 1], 'used', units[i])
    end
    return answer('taken', '0', unpack(answered))
  end
end
