-- Puts the clock to an instant, where one is told, and else goes on, by pages, with what that changes: counters that have not
-- begun by then are dropped, what was charged later in a window that slides is taken for charged now, and no lease ends later
-- than if it were renewed now. What a call finds before its page comes is changed by that call.
local millis, counterCursor, holderCursor = argument(), argument(), argument()
if millis ~= '' then
  redis.call('RPUSH', prefix .. 'rewinds', decimal(now) .. ':' .. millis)
  redis.call('HSET', KEYS[1], 'clock', millis, 'epoch', decimal(tonumber(epoch) + 1))
  return answer('page', '0', '0')
end

local function page(set, cursor)
  local scanned = redis.call('ZSCAN', set, cursor, 'COUNT', 100)
  return scanned[1], scanned[2]
end

if counterCursor ~= '' then
  local cursor, members = page(prefix .. 'ends', counterCursor)
  for i = 1, #members, 2 do
    if not find(members[i]) then
      drop(members[i])
    end
  end
  counterCursor = cursor == '0' and '' or cursor
end
if holderCursor ~= '' then
  local cursor, members = page(prefix .. 'holders', holderCursor)
  for i = 1, #members, 2 do
    local lease = tonumber(string.match(members[i], '^%x+:(%d+):'))
    if tonumber(members[i + 1]) > now + lease then
      setLease(members[i], now + lease)
    end
  end
  holderCursor = cursor == '0' and '' or cursor
end
return answer('page', counterCursor, holderCursor)
