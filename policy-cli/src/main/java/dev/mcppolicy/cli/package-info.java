/** Policies on the command line. */
@NullMarked
package dev.mcppolicy.cli;

import org.jspecify.annotations.NullMarked;
