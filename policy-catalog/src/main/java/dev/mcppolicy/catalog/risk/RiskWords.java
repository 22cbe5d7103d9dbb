package dev.mcppolicy.catalog.risk;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words that a class and the flags are told by.
 *
 * @param version which words these are
 * @param verbs what each verb does
 * @param beside what a verb does beside other words, by the verb
 * @param lists words by what they say
 * @param warnings what a description says of an act that cannot be taken back, by its first word
 */
record RiskWords(
        String version,
        Map<String, Verb> verbs,
        Map<String, List<Beside>> beside,
        Map<WordList, Set<String>> lists,
        Map<String, List<List<String>>> warnings) {
    /**
     * What a verb says of a tool.
     *
     * @param toolClass what a call does by it
     * @param alsoNoun whether it says nothing after a word that reads or writes
     */
    record Verb(ToolClass toolClass, boolean alsoNoun) {
        boolean isDangerous() {
            return toolClass.exceeds(ToolClass.WRITE);
        }
    }

    /**
     * What a verb does beside some words.
     *
     * @param with the words, of which one is enough
     * @param toolClass what a call does then
     */
    record Beside(Set<String> with, ToolClass toolClass) {}

    /** Copies the words. */
    RiskWords {
        verbs = Map.copyOf(verbs);
        beside = Map.copyOf(beside);
        lists = Map.copyOf(new EnumMap<>(lists));
        warnings = Map.copyOf(warnings);
    }

    @Nullable
    Verb verb(String word) {
        return verbs.get(word);
    }

    boolean has(WordList list, String word) {
        Set<String> words = lists.get(list);
        return words != null && words.contains(word);
    }

    /** Whether one of some words is in a list. */
    boolean hasAny(WordList list, Set<String> words) {
        Set<String> listed = lists.getOrDefault(list, Set.of());
        return listed.stream().anyMatch(words::contains);
    }

    /** What a verb does among other words: the most dangerous that they say of it, else what it does by itself. */
    ToolClass classOf(String word, Verb verb, Set<String> others) {
        ToolClass found = null;
        for (Beside each : beside.getOrDefault(word, List.of())) {
            if ((found == null || each.toolClass().exceeds(found))
                    && each.with().stream().anyMatch(others::contains)) {
                found = each.toolClass();
            }
        }
        return found == null ? verb.toolClass() : found;
    }

    /** Whether a verb is a less dangerous one beside some words. */
    boolean isSoftened(String word, Verb verb) {
        return beside.getOrDefault(word, List.of()).stream()
                .anyMatch(each -> verb.toolClass().exceeds(each.toolClass()));
    }
}
