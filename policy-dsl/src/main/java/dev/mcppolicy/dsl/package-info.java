/**
 * The Java form of a policy. {@link dev.mcppolicy.dsl.PolicyBuilder} is the entry, {@link dev.mcppolicy.dsl.Terms} the
 * words to import statically.
 */
@NullMarked
package dev.mcppolicy.dsl;

import org.jspecify.annotations.NullMarked;
