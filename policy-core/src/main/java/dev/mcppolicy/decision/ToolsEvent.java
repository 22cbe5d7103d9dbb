package dev.mcppolicy.decision;

import dev.mcppolicy.tool.ToolChange;
import java.time.Instant;
import java.util.List;

/**
 * In what a server's tools are not as they were accepted. Its texts come from the server, and are untrusted.
 *
 * @param at when it was found, by the engine's clock
 * @param server what the engine calls the server; empty where it has no name
 * @param changes the changes; empty where the tools are as accepted again
 */
public record ToolsEvent(Instant at, String server, List<ToolChange> changes) {
    /** Copies the changes. */
    public ToolsEvent {
        changes = List.copyOf(changes);
    }
}
