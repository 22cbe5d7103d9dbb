/**
 * One call judged by one policy: the policy made ready for it, the order of the steps, what is asked of the store, and
 * what is held meanwhile.
 */
@NullMarked
package dev.mcppolicy.engine.judgement;

import org.jspecify.annotations.NullMarked;
