package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.model.Policy;
import java.util.List;

/** The policies of the conformance corpus for servers as people run them, written in Java. */
final class ServerPolicies {
    private static final List<String> NAMES = List.of();

    private ServerPolicies() {}

    static List<String> names() {
        return NAMES;
    }

    static Policy of(String name) {
        return switch (name) {
            default -> throw new IllegalArgumentException(name);
        };
    }
}
