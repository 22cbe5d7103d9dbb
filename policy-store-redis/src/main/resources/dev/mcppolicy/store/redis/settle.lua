-- Gives the places of a reservation back and, where units are told, puts these in the place of those charged; once.
local name, isNamed, life, payer = argument(), argument() == '1', argument(), argument()
local told = places()
local charges, units = {}, {}
for i = 1, number() do
  charges[i] = {name = string.sub(KEYS[i + 1], #prefix + 9), id = argument(), units = argument(), at = number(),
    epoch = argument()}
  units[i] = argument()
end

local doneKey = prefix .. 'done:' .. name
local isFirst
if isNamed then
  isFirst = isWhole(name)
else
  isFirst = redis.call('EXISTS', doneKey) == 0
end
for _, place in ipairs(told) do
  free(holder(name, place, payer))
end
if isFirst then
  if isNamed then
    noteSettled(name)
  else
    redis.call('SET', doneKey, '', 'PX', life)
  end
  for i, charge in ipairs(charges) do
    replace(charge, units[i])
  end
end
return answer('settled')
