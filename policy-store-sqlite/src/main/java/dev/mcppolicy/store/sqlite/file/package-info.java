/** A database file: made for its owner alone, and one connection to it. */
@NullMarked
package dev.mcppolicy.store.sqlite.file;

import org.jspecify.annotations.NullMarked;
