package dev.mcppolicy.catalog.risk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that a class is told by.
 *
 * @param version which words these are
 * @param verbs what each verb does
 */
record RiskWords(String version, Map<String, Verb> verbs) {
    /**
     * What a verb says of a tool.
     *
     * @param toolClass what a call does by it
     * @param alsoNoun whether it says nothing after a word that reads or writes
     */
    record Verb(ToolClass toolClass, boolean alsoNoun) {}

    /** Copies the words. */
    RiskWords {
        verbs = Map.copyOf(verbs);
    }

    @Nullable
    Verb verb(String word) {
        return verbs.get(word);
    }
}
