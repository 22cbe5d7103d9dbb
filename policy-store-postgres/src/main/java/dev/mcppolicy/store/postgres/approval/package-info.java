/** Calls that wait for a human, in PostgreSQL. */
@NullMarked
package dev.mcppolicy.store.postgres.approval;

import org.jspecify.annotations.NullMarked;
