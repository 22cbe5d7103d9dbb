/** The tests of policies on the command line: which are run, how they are told, and what they are worth. */
@NullMarked
package dev.mcppolicy.cli.testing;

import org.jspecify.annotations.NullMarked;
