/** Operators: what a comparison says of one value. */
@NullMarked
package dev.mcppolicy.operator;

import org.jspecify.annotations.NullMarked;
