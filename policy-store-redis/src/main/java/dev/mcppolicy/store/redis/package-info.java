/** Counters in Redis: the client, its connections, and the scripts that count. */
@NullMarked
package dev.mcppolicy.store.redis;

import org.jspecify.annotations.NullMarked;
