/** Who makes a request: header values in, a caller or a challenge out. Knows neither servlets nor MCP. */
@NullMarked
package dev.mcppolicy.identity;

import org.jspecify.annotations.NullMarked;
