/** Counters in the memory of this process. */
@NullMarked
package dev.mcppolicy.counter.memory;

import org.jspecify.annotations.NullMarked;
