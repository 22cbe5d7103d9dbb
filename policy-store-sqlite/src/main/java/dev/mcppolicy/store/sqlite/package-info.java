/** Counters in an SQLite file. */
@NullMarked
package dev.mcppolicy.store.sqlite;

import org.jspecify.annotations.NullMarked;
