-- Gives a namespace a new mark. KEYS: its ledger.
redis.call('HSET', KEYS[1], 'mark', ARGV[1])
return {'done'}
