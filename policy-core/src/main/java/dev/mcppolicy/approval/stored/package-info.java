/** Questions as bytes, and a queue of them that outlives its process, for stores that say only how rows are kept. */
@NullMarked
package dev.mcppolicy.approval.stored;

import org.jspecify.annotations.NullMarked;
