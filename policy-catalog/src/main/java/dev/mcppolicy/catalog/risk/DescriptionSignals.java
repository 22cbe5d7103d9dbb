package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a description says: its first verbs, and whether what is done can be taken back. Where the name reads
 * or writes, the description can raise the class only by a verb that means nothing else.
 */
final class DescriptionSignals {
    /** A description that has no verb among its first words describes a thing. */
    private static final int FIRST_WORDS = 24;

    private static final int SHORTEST_GERUND = 5;

    private final RiskWords words;
    private final List<String> text;
    private final Set<String> others;

    DescriptionSignals(List<String> text, Set<String> others, RiskWords words) {
        this.text = text;
        this.others = others;
        this.words = words;
    }

    void addTo(Signals signals) {
        boolean named = signals.found() == ToolClass.READ || signals.found() == ToolClass.WRITE;
        boolean begun = false;
        Set<String> beside = NameSignals.withSingulars(text.subList(0, Math.min(text.size(), FIRST_WORDS)));
        beside.addAll(others);
        for (int i = 0; i < Math.min(text.size(), FIRST_WORDS); i++) {
            String word = text.get(i);
            String base = words.has(WordList.FILLERS, word) ? null : verbIn(word);
            Verb verb = base == null ? null : words.verb(base);
            if (base != null && verb != null) {
                begun = true;
                if (!named || (verb.isDangerous() && !verb.alsoNoun() && !words.isSoftened(base, verb))) {
                    signals.addVerb(base, words.classOf(base, verb, beside), "description: " + Signals.quoted(word));
                }
            } else if (begun && !words.has(WordList.CONNECTORS, word)) {
                break;
            }
        }
        String warning = signals.found() == ToolClass.READ ? null : warning();
        if (warning != null) {
            signals.add(ToolClass.DESTRUCTIVE, "description: " + Signals.quoted(warning));
        }
    }

    /** A verb as it stands in the list, in the third person or with the ending of an act that goes on; else the word. */
    private String verbIn(String word) {
        return candidates(word)
                .filter(each -> words.verb(each) != null)
                .findFirst()
                .orElse(word);
    }

    private static Stream<String> candidates(String word) {
        int length = word.length();
        if (word.endsWith("ing") && length > SHORTEST_GERUND) {
            String stem = word.substring(0, length - 3);
            return Stream.of(word, stem, stem + "e", stem.substring(0, stem.length() - 1));
        }
        if (word.endsWith("ies")) {
            return Stream.of(word, word.substring(0, length - 3) + "y");
        }
        return word.endsWith("s") && length > 2
                ? Stream.of(word, word.substring(0, length - 1), word.substring(0, length - 2))
                : Stream.of(word);
    }

    private @Nullable String warning() {
        for (int i = 0; i < text.size(); i++) {
            for (List<String> phrase : words.warnings().getOrDefault(text.get(i), List.of())) {
                if (text.subList(i, Math.min(text.size(), i + phrase.size())).equals(phrase)) {
                    return String.join(" ", phrase);
                }
            }
        }
        return null;
    }
}
