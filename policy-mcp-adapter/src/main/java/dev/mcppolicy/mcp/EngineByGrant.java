package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.PolicySource.Subscription;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which engine judges whom: one for all, or one for the grants of each policy. */
final class EngineByGrant {
    private final Supplier<Map<String, PolicySource>> sources;
    private final Function<Caller, @Nullable PolicyEngine> choice;
    private final Function<Runnable, Subscription> changes;
    /** Has no policy, and so denies; its listeners hear of it. */
    private final PolicyEngine unidentified;

    private EngineByGrant(
            Supplier<Map<String, PolicySource>> sources,
            Function<Caller, @Nullable PolicyEngine> choice,
            Function<Runnable, Subscription> changes,
            PolicyEngine unidentified) {
        this.sources = sources;
        this.choice = choice;
        this.changes = changes;
        this.unidentified = unidentified;
    }

    static EngineByGrant forAll(PolicySource source, PolicyEngine engine, PolicyEngine unidentified) {
        Map<String, PolicySource> sources = Map.of("", source);
        return new EngineByGrant(() -> sources, caller -> engine, listener -> () -> {}, unidentified);
    }

    static EngineByGrant perGrant(GrantEngineRegister register, PolicyEngine unidentified) {
        return new EngineByGrant(
                register::sources, caller -> register.engineOf(caller.grant()), register::onChange, unidentified);
    }

    PolicyEngine of(Optional<Caller> caller) {
        return caller.map(choice).orElse(unidentified);
    }

    /** Holds what a server offers against the lock, and has the listeners hear of it once, however many the engines are. */
    List<ToolChange> offered(ServerTools tools) {
        return unidentified.offered(tools);
    }

    /** The sources now in use by grant; by the empty name where there is one for all. */
    Map<String, PolicySource> sourceByGrant() {
        return sources.get();
    }

    /** Has a listener called whenever {@link #sourceByGrant} is found to have changed, as late as at the next request. */
    Subscription onChange(Runnable listener) {
        return changes.apply(listener);
    }

    /** The sources now in use, each once. */
    List<PolicySource> sources() {
        Set<PolicySource> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        return sources.get().values().stream()
                .filter(source -> source != null && distinct.add(source))
                .toList();
    }

    /** The policies in force. */
    List<Policy> policies() {
        return sources().stream()
                .flatMap(source -> Optional.ofNullable(source.current()).stream())
                .toList();
    }

    /** Whether callers under a policy see a tool, as {@link PolicyEngine#lists}. */
    boolean lists(Policy policy, String tool) {
        return unidentified.mode() == Mode.SHADOW || policy.lists(tool);
    }

    /** What is not enforced, in words for the operator; all engines have the same options. */
    List<String> inShadow() {
        List<String> words = new ArrayList<>();
        List<Policy> policies = policies();
        if (unidentified.mode() == Mode.SHADOW
                || (!policies.isEmpty() && policies.stream().allMatch(policy -> policy.mode() == Mode.SHADOW))) {
            words.add("SHADOW MODE: NOTHING IS ENFORCED");
        } else {
            long whole = policies.stream()
                    .filter(policy -> policy.mode() == Mode.SHADOW)
                    .count();
            if (whole > 0) {
                words.add("SHADOW MODE: " + whole + " of " + policies.size() + " policies NOT ENFORCED");
            }
            long rules = policies.stream()
                    .filter(policy -> policy.mode() == Mode.ENFORCE)
                    .mapToLong(EngineByGrant::shadowRules)
                    .sum();
            if (rules > 0) {
                words.add(rules + (rules == 1 ? " rule" : " rules") + " in shadow mode");
            }
        }
        unidentified.policiesBeside().forEach(name -> words.add("policy `" + name + "` in shadow mode beside"));
        return words;
    }

    private static long shadowRules(Policy policy) {
        return policy.rules().stream()
                .filter(placed -> !policy.enforces(placed.rule()))
                .count();
    }

    /** The format in which an engine's denials are worded; no failing source stands in a denial's way. */
    PolicyFormat formatOf(PolicyEngine engine) {
        try {
            Policy policy = engine.policy();
            if (policy != null) {
                return policy.format();
            }
            return sourceByGrant().values().stream()
                    .flatMap(source -> Stream.ofNullable(source == null ? null : source.current()))
                    .map(Policy::format)
                    .findFirst()
                    .orElse(PolicyFormat.POLICYLAYER);
        } catch (RuntimeException e) {
            return PolicyFormat.POLICYLAYER;
        }
    }
}
