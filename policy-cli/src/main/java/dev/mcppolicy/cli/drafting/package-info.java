/** Policies drafted on the command line, with their questions, their tests and their files. */
@NullMarked
package dev.mcppolicy.cli.drafting;

import org.jspecify.annotations.NullMarked;
