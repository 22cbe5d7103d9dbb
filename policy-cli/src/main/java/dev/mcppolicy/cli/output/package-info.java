/** What commands write: for people on a terminal, and for programs. */
@NullMarked
package dev.mcppolicy.cli.output;

import org.jspecify.annotations.NullMarked;
