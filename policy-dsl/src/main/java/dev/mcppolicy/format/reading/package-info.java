/** From the tree of a document to a policy, in either format. */
@NullMarked
package dev.mcppolicy.format.reading;

import org.jspecify.annotations.NullMarked;
