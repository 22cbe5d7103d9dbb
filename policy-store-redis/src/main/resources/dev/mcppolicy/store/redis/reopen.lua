-- Gives a namespace a new mark, which whoever has seen another until now counts on with. KEYS: its ledger. ARGV: the mark, and
-- an instant in place of the server's.
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local last = redis.call('HGET', KEYS[1], 'clock')
now = string.format('%.0f', math.max(now, tonumber(last or now)))
redis.call('HSET', KEYS[1], 'mark', ARGV[1], 'reopened', now)
return {'done', now}
