/** Conditions made ready to be judged: what a comparison finds at its path, and what follows from it. */
@NullMarked
package dev.mcppolicy.engine.condition;

import org.jspecify.annotations.NullMarked;
