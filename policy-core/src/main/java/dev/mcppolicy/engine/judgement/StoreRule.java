package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.model.Rule;

/** A rule that takes something of the store for each call that passes: charges to a counter, or a place. */
sealed interface StoreRule permits CompiledLimit, CompiledConcurrency {
    /** The rule as its author wrote it. */
    Rule rule();
}
