/** Files of grants: read strictly, and changed by one writer at a time. For the command line. */
@NullMarked
package dev.mcppolicy.format.grants;

import org.jspecify.annotations.NullMarked;
