package dev.mcppolicy.mcp;

import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.text.NearestName;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Compares the tools of a server with the policies and with what is guarded. */
final class Inspection {
    /** Enough to learn from, and so few that thousands of wrong names cost nothing. */
    private static final int MOST_SUGGESTIONS = 100;

    private Inspection() {}

    static GuardReport of(McpAsyncServer server, Predicate<Tool> guarded, Engines engines) {
        int outside = outside(
                server.getServerCapabilities(),
                () -> count(server.listResources()) + count(server.listResourceTemplates()),
                () -> count(server.listPrompts()));
        return report(all(server.listTools()), outside, validatesFirst(server), guarded, engines);
    }

    static GuardReport of(McpStatelessAsyncServer server, Predicate<Tool> guarded, Engines engines) {
        int outside = outside(
                server.getServerCapabilities(),
                () -> count(server.listResources()) + count(server.listResourceTemplates()),
                () -> count(server.listPrompts()));
        return report(all(server.listTools()), outside, validatesFirst(server), guarded, engines);
    }

    static GuardReport of(McpStatelessSyncServer server, Predicate<Tool> guarded, Engines engines) {
        int outside = outside(
                server.getServerCapabilities(),
                () -> server.listResources().size()
                        + server.listResourceTemplates().size(),
                () -> server.listPrompts().size());
        Object inner = privateField(server, "asyncServer");
        return report(server.listTools(), outside, inner != null && validatesFirst(inner), guarded, engines);
    }

    /** How much a server offers that no policy sees; a server is asked for what it can do alone. */
    private static int outside(ServerCapabilities able, IntSupplier resources, IntSupplier prompts) {
        return (able.resources() == null ? 0 : resources.getAsInt())
                + (able.prompts() == null ? 0 : prompts.getAsInt());
    }

    private static GuardReport report(
            List<Tool> tools, int outside, boolean validatesFirst, Predicate<Tool> isGuarded, Engines engines) {
        List<Policy> policies = engines.policies();
        List<String> guarded = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        List<String> unlisted = new ArrayList<>();
        List<String> unguarded = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Tool tool : tools) {
            String name = tool.name();
            names.add(name);
            if (!isGuarded.test(tool)) {
                unguarded.add(name);
            } else if (!policies.isEmpty() && policies.stream().allMatch(policy -> policy.hides(name))) {
                hidden.add(name);
            } else if (policies.stream().anyMatch(policy -> policy.tools().containsKey(name) && !policy.hides(name))) {
                guarded.add(name);
            } else {
                unlisted.add(name);
            }
        }
        return new GuardReport(
                guarded,
                hidden,
                unlisted,
                unguarded,
                unknown(policies, names),
                outside,
                validatesFirst,
                defaultAction(policies),
                engines.inAuditMode());
    }

    private static Map<String, String> unknown(List<Policy> policies, Set<String> names) {
        Map<String, String> unknown = new TreeMap<>();
        for (Policy policy : policies) {
            Set<String> named = new LinkedHashSet<>(policy.tools().keySet());
            policy.hidden().stream()
                    .filter(entry -> names.stream().noneMatch(NamePattern.of(entry)::matches))
                    .forEach(named::add);
            named.remove("*");
            named.removeAll(names);
            for (String name : named) {
                boolean suggests = unknown.size() < MOST_SUGGESTIONS;
                unknown.putIfAbsent(name, suggests ? NearestName.to(name, names).orElse("") : "");
            }
        }
        return unknown;
    }

    private static String defaultAction(List<Policy> policies) {
        List<String> defaults = policies.stream()
                .map(policy -> policy.defaultAction().name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return defaults.isEmpty() ? "deny, for there is no policy" : String.join(" or ", defaults);
    }

    private static <T> int count(Flux<T> items) {
        return all(items).size();
    }

    private static <T> List<T> all(Flux<T> items) {
        return Objects.requireNonNullElse(items.collectList().block(), List.of());
    }

    /**
     * Whether the SDK validates before it calls a handler. It says so only in a private field, which SDKs below 2.0 do not
     * have, as they do not validate. A server that cannot be looked into counts as one that does not.
     */
    private static boolean validatesFirst(Object asyncServer) {
        return Boolean.TRUE.equals(privateField(asyncServer, "validateToolInputs"));
    }

    /** Whether handlers run in the thread that reads from stdio. The SDK says so only in private fields. */
    static boolean blocksStdio(McpSyncServer server) {
        Object transport = privateField(server.getAsyncServer(), "mcpTransportProvider");
        return Boolean.TRUE.equals(privateField(server, "immediateExecution"))
                && transport instanceof StdioServerTransportProvider;
    }

    private static @Nullable Object privateField(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
