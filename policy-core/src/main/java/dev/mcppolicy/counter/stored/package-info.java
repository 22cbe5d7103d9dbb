/** Keys and requests as bytes, for stores that keep them outside the process and give them back as they were. */
@NullMarked
package dev.mcppolicy.counter.stored;

import org.jspecify.annotations.NullMarked;
