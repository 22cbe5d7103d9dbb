package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.PatternEdge;
import dev.mcppolicy.testkit.internal.PatternText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The small changes of a pattern: without each hold to the beginning or the end of a text, held where it was open, with
 * any character for a dot and a dot for any character, without each alternative.
 */
final class PatternMutations {
    private PatternMutations() {}

    /** Those that are patterns. One that holds nowhere, and is looked for, becomes one that everything matches. */
    static Set<String> of(String pattern, Operator operator) {
        PatternText text = PatternText.of(pattern);
        List<String> changed = new ArrayList<>();
        changed.addAll(text.withoutABeginning());
        changed.addAll(text.withoutAnEnd());
        if (changed.isEmpty() && operator == Operator.REGEX && !pattern.isEmpty()) {
            changed.add("");
        }
        changed.addAll(text.withAnyCharacterForADot());
        text.dots().forEach(dot -> changed.add(text.withEscaped(dot)));
        changed.addAll(text.withoutAnAlternative());
        for (PatternEdge edge : PatternEdge.of(pattern)) {
            if (edge.isOpen() && edge.side() == PatternEdge.Side.BEFORE) {
                changed.add("^(?:" + pattern + ")");
            } else if (edge.isOpen() && edge.side() == PatternEdge.Side.AFTER) {
                changed.add("(?:" + pattern + ")$");
            }
        }
        Set<String> patterns = new LinkedHashSet<>();
        changed.stream().filter(PatternMutations::isPattern).forEach(patterns::add);
        patterns.remove(pattern);
        return patterns;
    }

    private static boolean isPattern(String text) {
        try {
            Operator.REGEX.test(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
