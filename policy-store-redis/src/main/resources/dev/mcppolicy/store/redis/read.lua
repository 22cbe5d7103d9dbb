-- What counters hold, less what some charges put into them, where these are as they were taken; and in which window.
local name, reservation = argument(), argument()
local isCredited = name == '' or isWhole(name, reservation)
local rows = {}
for i = 2, #KEYS do
  local charge = {name = string.sub(KEYS[i], #prefix + 9), id = argument(), units = argument(), at = number(),
    epoch = argument()}
  local counter = find(charge.name)
  if counter then
    local used = counter.used
    if isCredited and charge.id ~= '' then
      used = subtract(used, (heldOf(charge)))
    end
    rows[#rows + 1] = used
    rows[#rows + 1] = decimal(counter.start)
    rows[#rows + 1] = decimal(counter.ends)
  else
    rows[#rows + 1] = '0'
    rows[#rows + 1] = ''
    rows[#rows + 1] = ''
  end
end
return {'read', decimal(now), mark, rows}
