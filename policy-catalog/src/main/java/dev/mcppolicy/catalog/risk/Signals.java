package dev.mcppolicy.catalog.risk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found in one definition that speaks for a class: the most dangerous of it, and the reasons for that. */
final class Signals {
    private static final int MOST_REASONS = 8;

    private ToolClass found = ToolClass.UNKNOWN;
    private final Set<String> reasons = new LinkedHashSet<>();

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

    boolean isEmpty() {
        return found == ToolClass.UNKNOWN;
    }

    /** The most dangerous class, or {@link ToolClass#UNKNOWN} where nothing was found. */
    ToolClass found() {
        return found;
    }

    List<String> reasons() {
        return isEmpty()
                ? List.of("no word of the name, the description or the arguments is known")
                : new ArrayList<>(reasons);
    }
}
