package dev.mcppolicy.model.condition;

import java.util.ArrayList;
import java.util.List;

/** One reading of the steps of a path: {@code .name}, {@code [0]}, {@code [*]}, {@code ["name"]}. */
final class StepParser {
    private final String text;
    private final List<ArgumentPath.Step> steps = new ArrayList<>();
    private int at;

    private StepParser(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /**
     * The steps in a text.
     *
     * @param start where the first of them begins
     * @throws IllegalArgumentException if there is something else; the message says what is wrong with it
     */
    static List<ArgumentPath.Step> parse(String text, int start) {
        return new StepParser(text, start).parse();
    }

    private List<ArgumentPath.Step> parse() {
        while (at < text.length()) {
            steps.add(text.charAt(at) == '.' ? member() : bracket());
        }
        return steps;
    }

    private ArgumentPath.Step member() {
        int start = ++at;
        while (at < text.length() && !ArgumentPath.isReserved(text.charAt(at))) {
            at++;
        }
        if (at == start && text.startsWith("*", at)) {
            throw new IllegalArgumentException(
                    "path `" + text + "` has `.*` at character " + start + ", where every element is `[*]`");
        }
        if (at == start) {
            throw new IllegalArgumentException("path `" + text + "` has an empty name at character " + (start + 1));
        }
        if (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            throw new IllegalArgumentException("path `" + text + "` has an unexpected character at " + (at + 1)
                    + "; write such a name as `[\"name\"]`");
        }
        return new ArgumentPath.Member(text.substring(start, at));
    }

    private ArgumentPath.Step bracket() {
        if (text.startsWith("[*]", at)) {
            at += 3;
            return new ArgumentPath.EveryElement();
        }
        if (text.startsWith("[\"", at)) {
            return quotedMember();
        }
        int close = text.indexOf(']', at);
        String index = close < 0 ? "" : text.substring(at + 1, close);
        if (!isIndex(index)) {
            throw new IllegalArgumentException(
                    "path `" + text + "` needs `[0]`, `[*]` or `[\"name\"]` at character " + (at + 1));
        }
        at = close + 1;
        return new ArgumentPath.Element(Integer.parseInt(index));
    }

    private ArgumentPath.Step quotedMember() {
        StringBuilder name = new StringBuilder();
        int i = at + 2;
        while (i < text.length() && text.charAt(i) != '"') {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            name.append(text.charAt(i++));
        }
        if (!text.startsWith("\"]", i)) {
            throw new IllegalArgumentException("path `" + text + "` has a `[\"` without `\"]`");
        }
        at = i + 2;
        return new ArgumentPath.Member(name.toString());
    }

    private static boolean isIndex(String digits) {
        return !digits.isEmpty()
                && digits.length() <= 9
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
    }
}
