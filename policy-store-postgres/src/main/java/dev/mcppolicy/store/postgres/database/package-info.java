/** A database: where it is, its connections, and what is made in it. */
@NullMarked
package dev.mcppolicy.store.postgres.database;

import org.jspecify.annotations.NullMarked;
