package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the words of a name say, be it that of a tool or one that a method argument takes.
 *
 * <p>A word that is a verb alone counts wherever it stands. One that is also a noun does not count after a word that
 * reads or writes, unless that word is a noun as well and only dangerous words follow ({@code search_stop}), nor before a
 * {@code get} or {@code read} at the end, unless it destroys. Only words that read or write hide others, and what softens
 * a verb is never a dangerous word: so a dangerous word that is put to a name takes nothing away.
 */
final class NameSignals {
    private static final int SHORTEST_JOINED = 6;
    private static final int LONGEST_JOINED = 9;
    private static final int SHORTEST_OBJECT = 3;

    private final RiskWords words;
    private final List<String> name;
    private final Set<String> others;

    NameSignals(List<String> name, RiskWords words) {
        this.words = words;
        this.name = name;
        this.others = withSingulars(name);
    }

    /** The words, and what may be the singular of each. */
    static Set<String> withSingulars(List<String> words) {
        Set<String> all = new HashSet<>(words);
        for (String word : words) {
            if (word.endsWith("ies")) {
                all.add(word.substring(0, word.length() - 3) + "y");
            } else if (word.endsWith("s")) {
                all.add(word.substring(0, word.length() - 1));
            }
        }
        return all;
    }

    Set<String> others() {
        return others;
    }

    /**
     * Adds what the words say.
     *
     * @param what how the reasons begin, such as {@code name: }
     * @param nounsToo whether words that are also nouns count
     */
    void addTo(Signals signals, String what, boolean nounsToo) {
        int dangerousTail = dangerousTail();
        boolean endsReading = !name.isEmpty() && words.has(WordList.LAST_READS, name.get(name.size() - 1));
        boolean hidden = false;
        boolean hiddenByVerb = false;
        boolean acts = false;
        for (int i = 0; i < name.size(); i++) {
            String word = name.get(i);
            if (words.has(WordList.CONNECTORS, word)) {
                hidden = false;
                hiddenByVerb = false;
                acts = false;
                continue;
            }
            String verbWord = verbIn(word);
            Verb verb = verbWord == null ? null : words.verb(verbWord);
            if (verbWord == null || verb == null) {
                continue;
            }
            ToolClass toolClass = words.classOf(verbWord, verb, others);
            boolean isNoun = verb.alsoNoun()
                    && (!nounsToo
                            || hiddenByVerb
                            || (hidden && i < dangerousTail)
                            || (endsReading && toolClass != ToolClass.DESTRUCTIVE));
            if (!isNoun && !(acts && toolClass == ToolClass.READ)) {
                acts |= toolClass != ToolClass.READ;
                signals.addVerb(verbWord, toolClass, what + Signals.quoted(word));
                hidden |= !verb.isDangerous();
                hiddenByVerb |= !verb.isDangerous() && !verb.alsoNoun();
            }
        }
    }

    /** Where the words begin that are dangerous to the end. */
    private int dangerousTail() {
        int from = name.size();
        while (from > 0) {
            Verb verb = words.verb(name.get(from - 1));
            if (verb == null || !verb.isDangerous()) {
                break;
            }
            from--;
        }
        return from;
    }

    /** The verb that a word is, or that it begins with where its object is written together with it. */
    private @Nullable String verbIn(String word) {
        if (words.verb(word) != null) {
            return word;
        }
        int longest = Math.min(word.length() - SHORTEST_OBJECT, LONGEST_JOINED);
        for (int length = SHORTEST_JOINED; length <= longest; length++) {
            String start = word.substring(0, length);
            if (words.has(WordList.JOINED, start)) {
                return start;
            }
        }
        return null;
    }
}
