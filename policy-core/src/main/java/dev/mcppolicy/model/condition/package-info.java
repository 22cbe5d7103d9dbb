/** What rules ask of a call, and the paths by which they find it: immutable data. */
@NullMarked
package dev.mcppolicy.model.condition;

import org.jspecify.annotations.NullMarked;
