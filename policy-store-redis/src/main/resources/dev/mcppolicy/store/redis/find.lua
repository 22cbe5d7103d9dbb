-- What is held under a name and has not been settled.
local row = redis.call('HMGET', heldKey(argument()), 'settled', 'request', 'answer')
if row[1] ~= '0' then
  return answer('none')
end
local parts = {}
for part in string.gmatch(row[3], '%S+') do
  parts[#parts + 1] = part
end
return answer('found', row[2], unpack(parts))
