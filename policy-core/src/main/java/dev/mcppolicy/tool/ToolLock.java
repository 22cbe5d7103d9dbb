package dev.mcppolicy.tool;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.tool.ToolChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one server as somebody has accepted them, and its instructions. A tool under a lock is what its definition
 * says, to the last member; the lock says that the words are the same, and nothing of what the server does.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class ToolLock {
    private final Map<String, ToolDefinition> tools;
    private final @Nullable String instructions;

    private ToolLock(Map<String, ToolDefinition> tools, @Nullable String instructions) {
        this.tools = Collections.unmodifiableMap(new TreeMap<>(tools));
        this.instructions = instructions;
    }

    /**
     * A lock that accepts what a server offers, all of it.
     *
     * @param accepted what the server offers
     * @return the lock
     * @throws IllegalArgumentException if two tools have one name, even if they are equal
     */
    public static ToolLock of(ServerTools accepted) {
        Map<String, ToolDefinition> tools = new LinkedHashMap<>();
        for (ToolDefinition tool : accepted.definitions()) {
            if (tools.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException(
                        new ToolChange(Kind.REPEATED, tool.name(), List.of()).headline() + ", and cannot be accepted");
            }
        }
        return new ToolLock(tools, accepted.instructions());
    }

    /**
     * The tools that are accepted.
     *
     * @return an unmodifiable map by name, in the order of the names
     */
    public Map<String, ToolDefinition> tools() {
        return tools;
    }

    /**
     * The instructions that are accepted.
     *
     * @return the text, or null for none
     */
    public @Nullable String instructions() {
        return instructions;
    }

    /**
     * Whether a tool is as it was accepted.
     *
     * @param tool the tool as the server offers it
     * @return true if the lock has an equal one
     */
    public boolean accepts(ToolDefinition tool) {
        return tool.equals(tools.get(tool.name()));
    }

    /**
     * In what a server's offer is not what was accepted.
     *
     * @param offered all that the server offers
     * @return the changes, those of tools in the order of the offer, then tools that are gone, then the instructions; an
     *     unmodifiable list, empty where all is as accepted
     */
    public List<ToolChange> changes(ServerTools offered) {
        Map<String, Integer> times = new LinkedHashMap<>();
        offered.definitions().forEach(tool -> times.merge(tool.name(), 1, Integer::sum));
        List<ToolChange> changes = new ArrayList<>();
        for (ToolDefinition tool : offered.definitions()) {
            ToolDefinition accepted = tools.get(tool.name());
            Integer seen = times.put(tool.name(), 0);
            if (seen != null && seen == 0) {
                continue;
            }
            if (seen != null && seen > 1) {
                changes.add(new ToolChange(Kind.REPEATED, tool.name(), List.of()));
            } else if (accepted == null) {
                changes.add(new ToolChange(Kind.NEW, tool.name(), List.of()));
            } else if (!accepted.equals(tool)) {
                changes.add(new ToolChange(
                        Kind.CHANGED, tool.name(), DefinitionDifference.between(accepted.members(), tool.members())));
            }
        }
        tools.keySet().stream()
                .filter(name -> !times.containsKey(name))
                .forEach(name -> changes.add(new ToolChange(Kind.GONE, name, List.of())));
        if (!Objects.equals(instructions, offered.instructions())) {
            changes.add(new ToolChange(
                    Kind.INSTRUCTIONS, null, DefinitionDifference.between(instructions, offered.instructions())));
        }
        return List.copyOf(changes);
    }

    /**
     * This lock with some tools as they are now: those that have changed or are new are taken over, and those that are gone
     * are let go of.
     *
     * @param offered all that the server offers
     * @param names the tools to accept
     * @return the new lock
     * @throws IllegalArgumentException if the server offers a tool twice, or neither it nor the lock has a tool of a name
     */
    public ToolLock accepting(ServerTools offered, Collection<String> names) {
        Map<String, ToolDefinition> next = new LinkedHashMap<>(tools);
        Set<String> wanted = new LinkedHashSet<>(names);
        Set<String> taken = new LinkedHashSet<>();
        for (ToolDefinition tool : offered.definitions()) {
            if (wanted.contains(tool.name())) {
                if (!taken.add(tool.name())) {
                    throw new IllegalArgumentException(new ToolChange(Kind.REPEATED, tool.name(), List.of()).headline()
                            + ", and cannot be accepted");
                }
                next.put(tool.name(), tool);
            }
        }
        wanted.removeAll(taken);
        for (String gone : wanted) {
            if (next.remove(gone) == null) {
                throw new IllegalArgumentException(
                        "there is no tool " + ToolChange.shown(gone) + ", neither offered nor in the lock");
            }
        }
        return new ToolLock(next, instructions);
    }

    /**
     * This lock with a server's instructions as they are now.
     *
     * @param offered what the server offers
     * @return the new lock
     */
    public ToolLock acceptingInstructions(ServerTools offered) {
        return new ToolLock(tools, offered.instructions());
    }

    /** Whether the other accepts the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolLock that
                && tools.equals(that.tools)
                && Objects.equals(instructions, that.instructions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tools, instructions);
    }

    @Override
    public String toString() {
        return "ToolLock[" + tools.size() + (tools.size() == 1 ? " tool]" : " tools]");
    }
}
