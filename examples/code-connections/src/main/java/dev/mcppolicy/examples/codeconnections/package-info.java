/** A server for code connections under a policy, and an agent that runs away with it. */
@NullMarked
package dev.mcppolicy.examples.codeconnections;

import org.jspecify.annotations.NullMarked;
