-- Gives the places of a reservation back and, where units are told, puts these in the place of those charged; once.
local name, reservation, life, payer = argument(), argument(), argument(), argument()
local told = places()
local charges, units = {}, {}
for i = 1, number() do
  charges[i] = {name = string.sub(KEYS[i + 1], #prefix + 9), id = argument(), units = argument(), at = number(),
    epoch = argument()}
  units[i] = argument()
end

local doneKey = prefix .. 'done:' .. reservation
local isFirst
if name ~= '' then
  isFirst = isWhole(name, reservation)
else
  isFirst = redis.call('EXISTS', doneKey) == 0
end
for _, place in ipairs(told) do
  free(holder(reservation, place, payer))
end
if isFirst then
  if name ~= '' then
    noteSettled(name)
  else
    redis.call('SET', doneKey, '', 'PX', life)
  end
  for i, charge in ipairs(charges) do
    replace(charge, units[i])
  end
end
return answer('settled')
