/** Files and lines that commands are given. */
@NullMarked
package dev.mcppolicy.cli.input;

import org.jspecify.annotations.NullMarked;
