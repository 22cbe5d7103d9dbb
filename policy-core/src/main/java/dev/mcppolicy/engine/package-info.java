/**
 * The engine: judges one tool call against one snapshot of a policy, and answers with a decision.
 */
@NullMarked
package dev.mcppolicy.engine;

import org.jspecify.annotations.NullMarked;
