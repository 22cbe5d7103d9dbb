/** Counters in PostgreSQL. */
@NullMarked
package dev.mcppolicy.store.postgres;

import org.jspecify.annotations.NullMarked;
