/** Policies in front of the tools of servers built on the MCP Java SDK. Start at {@link dev.mcppolicy.mcp.PolicyEnforcer}. */
package dev.mcppolicy.mcp;
