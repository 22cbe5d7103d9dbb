package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import dev.mcppolicy.text.VisibleText;
import java.util.List;

/**
 * What the name of a tool says. A word that is a verb alone counts wherever it stands. One that is also a noun counts
 * unless a word that reads or writes stands before it. So a dangerous word that is put to a name takes nothing away.
 */
final class NameSignals {
    private static final int LONGEST = 64;

    private NameSignals() {}

    static void addTo(Signals signals, List<String> name, RiskWords words) {
        boolean told = false;
        for (String word : name) {
            Verb verb = words.verb(word);
            if (verb == null || (told && verb.alsoNoun())) {
                continue;
            }
            signals.add(verb.toolClass(), "name: `" + VisibleText.of(word, LONGEST) + "`");
            told |= !verb.toolClass().exceeds(ToolClass.WRITE);
        }
    }
}
