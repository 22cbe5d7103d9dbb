/**
 * Policies as documents: readers that tell exactly what is wrong and where, for both formats and both syntaxes.
 */
@NullMarked
package dev.mcppolicy.format;

import org.jspecify.annotations.NullMarked;
