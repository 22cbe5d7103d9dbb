-- What is true of a whole namespace. KEYS[1] is its ledger, and every other key begins as that does. ARGV: an instant in
-- place of the server's, the mark that the client has seen, a name that nothing else has, the most entries of a log, and
-- until when it may be done; then what the script itself wants.
local prefix = string.sub(KEYS[1], 1, -7)
local drawn = ARGV[3]
local mostLogEntries = tonumber(ARGV[4])
local nextArgument = 5

local function decimal(number)
  return string.format('%.0f', number)
end

local function argument()
  nextArgument = nextArgument + 1
  return ARGV[nextArgument]
end

local function number()
  return tonumber(argument())
end

local ledger = redis.call('HMGET', KEYS[1], 'mark', 'clock', 'epoch', 'due')
if ARGV[2] ~= '' and ledger[1] ~= ARGV[2] then
  return {'lost', '0', ledger[1] or '', redis.call('HGET', KEYS[1], 'reopened') or '0'}
end

-- The store's instant never runs backwards, and is the first thing that is written: where the server can write nothing,
-- nothing has been written.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
now = math.max(now, tonumber(ledger[2] or now))
local mark = ledger[1] or drawn

local function answer(status, ...)
  return {status, decimal(now), mark, ...}
end

-- What was on its way for so long that nobody remembers whether it was sent again.
if ARGV[5] ~= '' and now > tonumber(ARGV[5]) then
  return answer('late')
end
local epoch = ledger[3] or '0'
if not ledger[1] then
  redis.call('HSET', KEYS[1], 'mark', mark, 'clock', decimal(now), 'epoch', epoch)
elseif ledger[2] ~= decimal(now) then
  redis.call('HSET', KEYS[1], 'clock', decimal(now))
end
