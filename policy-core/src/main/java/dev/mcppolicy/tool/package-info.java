/**
 * Tools as their servers describe them, and a policy held against them. Plain JSON values: no MCP, no JSON library. What
 * a server sends is untrusted.
 */
@NullMarked
package dev.mcppolicy.tool;

import org.jspecify.annotations.NullMarked;
