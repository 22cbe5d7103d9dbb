-- Sets one counter back to zero.
drop(string.sub(KEYS[2], #prefix + 9))
return answer('done')
