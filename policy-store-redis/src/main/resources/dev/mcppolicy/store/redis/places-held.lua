-- How many calls hold places.
local counts = {}
for i = 1, number() do
  counts[i] = decimal(held(argument()))
end
return {'read', decimal(now), mark, counts}
