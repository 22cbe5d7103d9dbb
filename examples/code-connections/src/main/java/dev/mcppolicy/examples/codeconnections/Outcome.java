package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.engine.Decision;

/**
 * What came of one call.
 *
 * @param allowed whether the tool ran
 * @param text what the agent reads
 */
record Outcome(boolean allowed, String text) {
    static Outcome of(Decision decision) {
        return decision.fold(
                allow -> new Outcome(true, ""),
                deny -> new Outcome(false, deny.denial().message()),
                approval -> new Outcome(false, approval.message()));
    }
}
