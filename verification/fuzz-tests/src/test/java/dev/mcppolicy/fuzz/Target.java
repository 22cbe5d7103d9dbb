package dev.mcppolicy.fuzz;

import dev.mcppolicy.cli.ReplayLineTarget;
import dev.mcppolicy.format.PublishedSchemaTarget;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is fuzzed, and with which inputs it begins. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum Target {
    POLICY_TEXT(PolicyTextTarget.class, PolicyTextTarget::fuzzerTestOneInput, Seeds::policies),
    POLICY_PART(PolicyPartTarget.class, PolicyPartTarget::fuzzerTestOneInput, Seeds::parts),
    POLICY_FILE(PolicyFileTarget.class, PolicyFileTarget::fuzzerTestOneInput, Seeds::policyFiles),
    PUBLISHED_SCHEMA(PublishedSchemaTarget.class, PublishedSchemaTarget::fuzzerTestOneInput, Seeds::policies),
    POLICY_TEST_FILE(PolicyTestFileTarget.class, PolicyTestFileTarget::fuzzerTestOneInput, Seeds::policyTests),
    REPLAY_LINES(ReplayLineTarget.class, ReplayLineTarget::fuzzerTestOneInput, Seeds::replayLines),
    AUDIT_LOG(AuditLogTarget.class, AuditLogTarget::fuzzerTestOneInput, Seeds::auditLogs),
    EVERY(EveryTarget.class, EveryTarget::fuzzerTestOneInput, EveryTarget::seeds);

    private final Class<?> entry;
    private final Consumer<byte[]> method;
    private final Supplier<List<byte[]>> seeds;

    Target(Class<?> entry, Consumer<byte[]> method, Supplier<List<byte[]>> seeds) {
        this.entry = entry;
        this.method = method;
        this.seeds = seeds;
    }

    /** All but the one that is all of them, in order. */
    static List<Target> single() {
        return Arrays.stream(values()).filter(target -> target != EVERY).toList();
    }

    /** The class that the fuzzer calls. */
    Class<?> entry() {
        return entry;
    }

    List<byte[]> seeds() {
        return seeds.get();
    }

    void run(byte[] input) {
        method.accept(input);
    }
}
