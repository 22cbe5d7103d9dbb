package dev.mcppolicy.benchmarks;

import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The heap that a policy of a thousand tools with five rules each takes, with the engine that judges by it. */
final class PolicyMemory {
    private static final int COPIES = 16;
    private static final int TOOLS = 1_000;

    private PolicyMemory() {}

    /** Bytes of one policy and one engine without counters, as the mean of several, each made anew. */
    static long bytes() {
        List<Object> kept = new ArrayList<>();
        keepOne(kept);
        long before = usedHeap();
        for (int i = 0; i < COPIES; i++) {
            keepOne(kept);
        }
        long after = usedHeap();
        if (kept.size() != 2 * (COPIES + 1)) {
            throw new IllegalStateException("nothing may be collected before it is measured");
        }
        return (after - before) / COPIES;
    }

    private static void keepOne(List<Object> kept) {
        Policy policy = CommonPolicy.ofTools(Tools.names(TOOLS));
        kept.add(policy);
        kept.add(PolicyEngine.of(policy));
    }

    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        // What a collection leaves falls until nothing waits for another any more.
        for (int i = 0; i < 4; i++) {
            ManagementFactory.getMemoryMXBean().gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
