/**
 * A record of decisions that shows when it was changed: the log, written as the engine decides, and its verifier.
 */
@NullMarked
package dev.mcppolicy.audit;

import org.jspecify.annotations.NullMarked;
