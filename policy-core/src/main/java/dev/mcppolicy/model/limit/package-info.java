/** The parts of a limit: what it counts, for whom, in which span and up to what. Immutable data. */
@NullMarked
package dev.mcppolicy.model.limit;

import org.jspecify.annotations.NullMarked;
