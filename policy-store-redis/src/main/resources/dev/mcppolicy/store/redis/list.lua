-- Counters that count now, by name, after a name; and the name up to which was looked, or nothing at the end.
local after, most = argument(), number()
local names = redis.call('ZRANGEBYLEX', prefix .. 'names', after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, most)
local rows = {}
for _, name in ipairs(names) do
  local counter = find(name)
  if counter then
    rows[#rows + 1] = name
    rows[#rows + 1] = redis.call('HGET', counter.key, 'shown') or ''
    rows[#rows + 1] = counter.used
    rows[#rows + 1] = decimal(counter.start)
    rows[#rows + 1] = decimal(counter.ends)
  end
end
return {'read', decimal(now), mark, rows, #names == most and names[most] or ''}
