/** What goes into a decision and what comes out of it: values alone, which know nothing of how a call is judged. */
@NullMarked
package dev.mcppolicy.decision;

import org.jspecify.annotations.NullMarked;
