/** What differs between the lines of the SDK, and what it does not say of its servers and tools. Not exported. */
@NullMarked
package dev.mcppolicy.mcp.sdk;

import org.jspecify.annotations.NullMarked;
