package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.Neighbours;
import dev.mcppolicy.testkit.internal.PatternEdge;
import dev.mcppolicy.testkit.internal.PatternExamples;
import dev.mcppolicy.testkit.internal.PatternText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts that several comparisons of one value turn on: each pattern's own at its edges, and one comparison's text after
 * another's, as where a pattern asks for a beginning and another forbids what may follow.
 */
final class CombinedTexts {
    private static final int MOST = 400;
    private static final int EACH = 6;

    private CombinedTexts() {}

    /** The texts by the path that rules look at. */
    static Map<CallPath, List<Object>> of(List<Rule> rules) {
        Map<CallPath, Map<String, List<String>>> parts = new LinkedHashMap<>();
        for (Rule rule : rules) {
            for (Condition.Comparison comparison : rule.comparisons()) {
                List<String> texts = texts(comparison);
                if (comparison.path() instanceof CallPath path && !texts.isEmpty()) {
                    parts.computeIfAbsent(path, same -> new LinkedHashMap<>()).put(comparison.toString(), texts);
                }
            }
        }
        Map<CallPath, List<Object>> combined = new LinkedHashMap<>();
        parts.forEach((path, byComparison) -> combined.put(path, combined(List.copyOf(byComparison.values()))));
        return combined;
    }

    /** The texts that comparisons of one path turn on, each by itself: what to put behind a text that passes. */
    static Map<CallPath, Set<String>> endings(List<Rule> rules) {
        Map<CallPath, Set<String>> endings = new LinkedHashMap<>();
        for (Rule rule : rules) {
            for (Condition.Comparison comparison : rule.comparisons()) {
                if (comparison.path() instanceof CallPath path) {
                    Set<String> texts = endings.computeIfAbsent(path, same -> new LinkedHashSet<>());
                    texts.addAll(texts(comparison));
                    texts.addAll(ofAlternatives(comparison));
                }
            }
        }
        return endings;
    }

    private static List<Object> combined(List<List<String>> parts) {
        Set<Object> all = new LinkedHashSet<>();
        parts.forEach(all::addAll);
        for (int rank = 0; rank < EACH * EACH && all.size() < MOST; rank++) {
            for (List<String> one : parts) {
                for (List<String> other : parts) {
                    int first = rank / EACH;
                    int second = rank % EACH;
                    if (one != other && first < one.size() && second < other.size()) {
                        addBoth(one.get(first), other.get(second), all);
                    }
                }
            }
        }
        return new ArrayList<>(all);
    }

    /** One text after the other, and with a space between them where both are words there. */
    private static void addBoth(String one, String other, Set<Object> all) {
        all.add(one + other);
        boolean areWords = !one.isEmpty()
                && !other.isEmpty()
                && Character.isLetterOrDigit(one.charAt(one.length() - 1))
                && Character.isLetterOrDigit(other.charAt(0));
        if (areWords) {
            all.add(one + " " + other);
        }
    }

    /** The text with another character in the place of a dot, as where a pattern's dot is taken for any. */
    private static List<String> withoutADot(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? List.of() : List.of(text.substring(0, dot) + "x" + text.substring(dot + 1));
    }

    /** Examples of a pattern without each of its alternatives in turn, so that each of the others is among them. */
    private static Set<String> ofAlternatives(Condition.Comparison comparison) {
        Set<String> texts = new LinkedHashSet<>();
        if (comparison.operator() == Operator.REGEX || comparison.operator() == Operator.NOT_REGEX) {
            for (String fewer : PatternText.of(comparison.operand().toString()).withoutAnAlternative()) {
                texts.addAll(examples(fewer));
            }
        }
        return texts;
    }

    /** Examples of what is left of a pattern, which may be no pattern and have none. */
    private static Collection<String> examples(String pattern) {
        try {
            return PatternExamples.of(pattern);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<String> texts(Condition.Comparison comparison) {
        Set<String> texts = new LinkedHashSet<>();
        if (comparison.operator() == Operator.REGEX || comparison.operator() == Operator.NOT_REGEX) {
            String pattern = comparison.operand().toString();
            texts.addAll(PatternExamples.of(pattern));
            List.copyOf(texts).forEach(text -> texts.addAll(withoutADot(text)));
            PatternEdge.of(pattern).forEach(edge -> texts.add(edge.example()));
        } else if (comparison.operand() instanceof String text) {
            texts.add(text);
        } else {
            Neighbours.of(comparison).stream()
                    .limit(2)
                    .filter(String.class::isInstance)
                    .forEach(text -> texts.add((String) text));
        }
        return List.copyOf(texts);
    }
}
