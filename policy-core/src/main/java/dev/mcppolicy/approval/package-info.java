/** Asking a human about a call: what is asked, what is answered, who asks, and where questions wait. */
@NullMarked
package dev.mcppolicy.approval;

import org.jspecify.annotations.NullMarked;
