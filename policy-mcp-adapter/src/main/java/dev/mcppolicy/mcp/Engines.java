package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which engine judges whom: one for all, or one for the callers of each policy. */
final class Engines {
    private final List<PolicySource> sources;
    private final Function<Caller, @Nullable PolicyEngine> choice;
    /** Has no policy, and so denies; its listeners hear of it. */
    private final PolicyEngine strangers;

    private Engines(
            List<PolicySource> sources, Function<Caller, @Nullable PolicyEngine> choice, PolicyEngine strangers) {
        this.sources = sources;
        this.choice = choice;
        this.strangers = strangers;
    }

    static Engines forAll(PolicySource source, PolicyEngine engine, PolicyEngine strangers) {
        return new Engines(List.of(source), caller -> engine, strangers);
    }

    static Engines perGrant(
            List<PolicySource> sources, Map<String, PolicyEngine> engineByGrant, PolicyEngine strangers) {
        Map<String, PolicyEngine> engines = new LinkedHashMap<>(engineByGrant);
        return new Engines(List.copyOf(sources), caller -> engines.get(grantOf(caller)), strangers);
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
