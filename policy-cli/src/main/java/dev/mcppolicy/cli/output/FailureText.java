package dev.mcppolicy.cli.output;

import dev.mcppolicy.internal.re2j.Pattern;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.stream.IntStream;

/** What went wrong in a test, with what one looks for in colour: what was expected, which rule denied, what came nearest. */
final class FailureText {
    /** A rule in the list of those that were looked at, beside the list's name or below it. */
    private static final Pattern DENYING = Pattern.compile("^  (rules {5}| {10})(denied|cannot tell) .*");

    private FailureText() {}

    static List<String> lines(String text, boolean coloured) {
        List<String> lines = VisibleText.lines(text).lines().toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i == 0 ? AnsiColour.BOLD.on(lines.get(i), coloured) : painted(lines.get(i), coloured))
                .toList();
    }

    private static String painted(String line, boolean coloured) {
        if (line.startsWith("  nearest ")) {
            return AnsiColour.YELLOW.on(line, coloured);
        }
        return DENYING.matcher(line).matches() ? AnsiColour.RED.on(line, coloured) : line;
    }
}
