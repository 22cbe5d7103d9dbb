package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.model.Rule;

/** A rule of a profile in a few words, for a comment. */
final class ProposedRule {
    private ProposedRule() {}

    static String words(Rule rule) {
        String message = rule.message();
        return rule.<String>fold(
                require -> "requires " + require.description(),
                deny -> message == null ? "denied" : "denied, " + message,
                approval -> "asks a person",
                limit -> limit.description(),
                concurrency -> concurrency.description());
    }
}
