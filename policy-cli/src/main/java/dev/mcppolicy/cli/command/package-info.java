/** The commands, one a file, and what each leaves the process with. */
@NullMarked
package dev.mcppolicy.cli.command;

import org.jspecify.annotations.NullMarked;
