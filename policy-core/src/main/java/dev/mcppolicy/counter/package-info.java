/**
 * Counters: their keys, the charges that calls make to them, the reservations that hold the charges, and the stores
 * that keep them.
 */
@NullMarked
package dev.mcppolicy.counter;

import org.jspecify.annotations.NullMarked;
