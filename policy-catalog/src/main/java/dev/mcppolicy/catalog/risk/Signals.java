package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was found in one definition that speaks for a class: the most dangerous of it, and the reasons for that. */
final class Signals {
    private static final int MOST_REASONS = 8;
    private static final int LONGEST_WORD = 64;

    private ToolClass found = ToolClass.UNKNOWN;
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<String> verbs = new TreeSet<>();

    /** Notes a signal; one that is less dangerous than another says nothing. */
    void add(ToolClass toolClass, String reason) {
        if (isEmpty() || toolClass.exceeds(found)) {
            found = toolClass;
            reasons.clear();
        }
        if (found == toolClass && reasons.size() < MOST_REASONS) {
            reasons.add(reason);
        }
    }

    /** Notes a signal and the verb that gives it. */
    void addVerb(String verb, ToolClass toolClass, String reason) {
        verbs.add(verb);
        add(toolClass, reason);
    }

    boolean isEmpty() {
        return found == ToolClass.UNKNOWN;
    }

    /** The most dangerous class, or {@link ToolClass#UNKNOWN} where nothing was found. */
    ToolClass found() {
        return found;
    }

    /** All verbs that a signal was noted of, in the order of the alphabet. */
    Set<String> verbs() {
        return verbs;
    }

    /** Whether there is a verb that does more than read, other than a word that may be its object. */
    boolean hasVerbThatActs(String object, RiskWords words) {
        return verbs.stream().anyMatch(each -> {
            RiskWords.Verb verb = words.verb(each);
            return !each.equals(object) && verb != null && verb.toolClass() != ToolClass.READ;
        });
    }

    List<String> reasons() {
        return isEmpty() ? List.of("no known word says what it does") : new ArrayList<>(reasons);
    }

    /** Text of a definition as a reason has it. */
    static String quoted(String text) {
        return "`" + VisibleText.of(text, LONGEST_WORD) + "`";
    }
}
