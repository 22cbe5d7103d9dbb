/** Files of locks: read strictly, and written whole. For the command line. */
@NullMarked
package dev.mcppolicy.format.lock;

import org.jspecify.annotations.NullMarked;
