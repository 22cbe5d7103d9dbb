-- Has the leases of places count from now; by reservation, whether it holds all of its places.
local flags = {}
for i = 1, number() do
  local reservation, payer = argument(), argument()
  local told = places()
  local isHeld = #told > 0
  for _, place in ipairs(told) do
    local member = holder(reservation, place, payer)
    local ends = tonumber(redis.call('ZSCORE', prefix .. 'place:' .. place.name, member) or UNKNOWN)
    if ends <= now then
      isHeld = false
    else
      setLease(member, math.max(ends, now + tonumber(place.lease)))
    end
  end
  flags[i] = isHeld and '1' or '0'
end
return {'read', decimal(now), mark, flags}
