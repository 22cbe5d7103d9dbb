-- What is held under a name and has not been settled.
local row = redis.call('HMGET', heldKey(argument()), 'settled', 'request', 'answer')
if row[1] ~= '0' then
  return answer('none')
end
return answer('found', row[2], unpack(cmsgpack.unpack(row[3])))
