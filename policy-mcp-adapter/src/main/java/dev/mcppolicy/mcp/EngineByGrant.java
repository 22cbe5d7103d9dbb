package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which engine judges whom: one for all, or one for the callers of each policy. */
final class EngineByGrant {
    private final List<PolicySource> sources;
    private final Function<Caller, @Nullable PolicyEngine> choice;
    /** Has no policy, and so denies; its listeners hear of it. */
    private final PolicyEngine strangers;

    private EngineByGrant(
            List<PolicySource> sources, Function<Caller, @Nullable PolicyEngine> choice, PolicyEngine strangers) {
        this.sources = sources;
        this.choice = choice;
        this.strangers = strangers;
    }

    static EngineByGrant forAll(PolicySource source, PolicyEngine engine, PolicyEngine strangers) {
        return new EngineByGrant(List.of(source), caller -> engine, strangers);
    }

    static EngineByGrant perGrant(
            List<PolicySource> sources, Map<String, PolicyEngine> engineByGrant, PolicyEngine strangers) {
        Map<String, PolicyEngine> engines = new LinkedHashMap<>(engineByGrant);
        return new EngineByGrant(List.copyOf(sources), caller -> engines.get(grantOf(caller)), strangers);
    }

    /** No grant is named by the empty text. */
    private static String grantOf(Caller caller) {
        return Objects.requireNonNullElse(caller.grant(), "");
    }

    PolicyEngine of(Optional<Caller> caller) {
        return caller.map(choice).orElse(strangers);
    }

    List<PolicySource> sources() {
        return sources;
    }

    /** The policies in force. */
    List<Policy> policies() {
        return sources.stream()
                .flatMap(source -> Optional.ofNullable(source.current()).stream())
                .toList();
    }

    /** Whether callers under a policy see a tool, as {@link PolicyEngine#lists}. */
    boolean lists(Policy policy, String tool) {
        return strangers.mode() == Mode.SHADOW || policy.lists(tool);
    }

    /** What is not enforced, in words for the operator; all engines have the same options. */
    List<String> inShadow() {
        List<String> words = new ArrayList<>();
        List<Policy> policies = policies();
        if (strangers.mode() == Mode.SHADOW
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
        strangers.policiesBeside().forEach(name -> words.add("policy `" + name + "` in shadow mode beside"));
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
            return policies().stream().map(Policy::format).findFirst().orElse(PolicyFormat.POLICYLAYER);
        } catch (RuntimeException e) {
            return PolicyFormat.POLICYLAYER;
        }
    }
}
