/** Calls that wait for a human, in an SQLite file. */
@NullMarked
package dev.mcppolicy.store.sqlite.approval;

import org.jspecify.annotations.NullMarked;
