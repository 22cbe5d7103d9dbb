/** Documents about policies that are none themselves. For the testkit. */
@NullMarked
package dev.mcppolicy.format.data;

import org.jspecify.annotations.NullMarked;
