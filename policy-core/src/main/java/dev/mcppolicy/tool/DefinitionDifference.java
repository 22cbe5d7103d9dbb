package dev.mcppolicy.tool;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** In what two JSON values differ, member by member, for people. */
final class DefinitionDifference {
    private static final int MOST_LINES = 50;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_POINTER = 200;
    /** How much of two long texts is shown that they have in common, before they part. */
    private static final int SHOWN_OF_BEGINNING = 40;

    private final List<String> lines = new ArrayList<>();
    private int left;

    private DefinitionDifference() {}

    /** The differences in the order of the first value, then of what the second has alone; empty for equal values. */
    static List<String> between(@Nullable Object before, @Nullable Object after) {
        DefinitionDifference difference = new DefinitionDifference();
        difference.compare("", before, after);
        if (difference.left > 0) {
            difference.lines.add("and " + difference.left + " more");
        }
        return difference.lines;
    }

    private void compare(String pointer, @Nullable Object before, @Nullable Object after) {
        if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
            Set<Object> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            for (Object name : names) {
                String at = pointer + RuleId.pointer(String.valueOf(name)).value();
                if (!now.containsKey(name)) {
                    say(at, "is gone, and was " + shown(old.get(name)));
                } else if (!old.containsKey(name)) {
                    say(at, "is new: " + shown(now.get(name)));
                } else {
                    compare(at, old.get(name), now.get(name));
                }
            }
        } else if (before instanceof List<?> old && after instanceof List<?> now) {
            compareLists(pointer, old, now);
        } else if (before instanceof String old && after instanceof String now) {
            if (!old.equals(now)) {
                int common = common(old, now);
                say(pointer, shownFrom(old, common) + " is now " + shownFrom(now, common));
            }
        } else if (!CanonicalJson.write(before).equals(CanonicalJson.write(after))) {
            say(pointer, shown(before) + " is now " + shown(after));
        }
    }

    /** Lists of scalars are told as what came and went, others by their places. */
    private void compareLists(String pointer, List<?> before, List<?> after) {
        if (isScalars(before) && isScalars(after)) {
            List<String> old = before.stream().map(CanonicalJson::write).toList();
            List<String> now = after.stream().map(CanonicalJson::write).toList();
            if (old.equals(now)) {
                return;
            }
            List<String> gone = old.stream()
                    .filter(not(now))
                    .distinct()
                    .map(DefinitionDifference::visible)
                    .toList();
            List<String> come = now.stream()
                    .filter(not(old))
                    .distinct()
                    .map(DefinitionDifference::visible)
                    .toList();
            if (gone.isEmpty() && come.isEmpty()) {
                say(pointer, shown(before) + " is now " + shown(after));
            } else {
                say(
                        pointer,
                        (gone.isEmpty() ? "" : "without " + cut(String.join(", ", gone)))
                                + (gone.isEmpty() || come.isEmpty() ? "" : ", ")
                                + (come.isEmpty() ? "" : "with " + cut(String.join(", ", come))));
            }
            return;
        }
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String at = pointer + "/" + i;
            if (i >= after.size()) {
                say(at, "is gone, and was " + shown(before.get(i)));
            } else if (i >= before.size()) {
                say(at, "is new: " + shown(after.get(i)));
            } else {
                compare(at, before.get(i), after.get(i));
            }
        }
    }

    private static Predicate<String> not(Collection<String> others) {
        Set<String> known = Set.copyOf(others);
        return value -> !known.contains(value);
    }

    private static boolean isScalars(List<?> list) {
        return list.stream().noneMatch(element -> element instanceof Map || element instanceof List);
    }

    private void say(String pointer, String what) {
        if (lines.size() < MOST_LINES) {
            lines.add((pointer.isEmpty() ? "" : VisibleText.of(pointer, LONGEST_POINTER) + ": ") + what);
        } else {
            left++;
        }
    }

    /** How many characters two texts have in common at their beginnings, without half a character at the end. */
    private static int common(String one, String other) {
        int common = 0;
        while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        return common > 0 && Character.isHighSurrogate(one.charAt(common - 1)) ? common - 1 : common;
    }

    /** A text from a little before the place where it parts from another. */
    private static String shownFrom(String text, int parting) {
        int from = Math.max(0, parting - SHOWN_OF_BEGINNING);
        if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
            from--;
        }
        String rest = CanonicalJson.write(text.substring(from));
        return cut(visible(from == 0 ? rest : "\"…" + rest.substring(1)));
    }

    private static String shown(@Nullable Object value) {
        return cut(visible(CanonicalJson.write(value)));
    }

    private static String visible(String text) {
        return VisibleText.of(text, LONGEST_VALUE);
    }

    private static String cut(String shown) {
        return VisibleText.of(shown, LONGEST_VALUE);
    }
}
