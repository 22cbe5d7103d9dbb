/** Transports of the SDK on which answers are checked: by whom the questions that were put to clients are answered. */
@NullMarked
package dev.mcppolicy.mcp.transport;

import org.jspecify.annotations.NullMarked;
