/** What an operator does while servers run: calls that wait for a human, and what is counted. */
@NullMarked
package dev.mcppolicy.cli.operation;

import org.jspecify.annotations.NullMarked;
