package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A changed policy that stands in for the original while JUnit runs the tests of a class. A run knows its own by a
 * configuration parameter, so that other runs in the same process keep the policy as it is.
 */
final class Substitution implements AutoCloseable {
    private static final String PARAMETER = "dev.mcppolicy.testkit.substitution";
    private static final Map<String, Substitution> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final String id = Long.toString(NEXT.incrementAndGet());
    private final Policy original;
    private final Policy changed;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean noticed = new AtomicBoolean();

    private Substitution(Policy original, Policy changed) {
        this.original = original;
        this.changed = changed;
    }

    static Substitution open(Policy original, Policy changed) {
        Substitution substitution = new Substitution(original, changed);
        OPEN.put(substitution.id, substitution);
        return substitution;
    }

    /** The substitution that a run of tests is made under, if any. */
    static Optional<Substitution> of(ExtensionContext context) {
        return context.getConfigurationParameter(PARAMETER).map(OPEN::get);
    }

    /** The tester of a policy that a test names, with the changed one where it is the original. */
    PolicyTester tester(Policy named) {
        if (!named.judgesAs(original)) {
            return PolicyTester.of(named);
        }
        used.set(true);
        return PolicyTester.mutated(original, changed);
    }

    /** What a run must be configured with to be made under this substitution. */
    Map<String, String> parameters() {
        return Map.of(PARAMETER, id);
    }

    /** Whether a test took a tester of the policy. */
    boolean isUsed() {
        return used.get();
    }

    /** Notes that a test failed. */
    void notice() {
        noticed.set(true);
    }

    boolean isNoticed() {
        return noticed.get();
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }
}
