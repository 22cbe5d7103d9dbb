package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads how long a human may take: {@code 30s}, {@code 30m} or {@code 2h}, and where the format has it a number of seconds. */
final class TimeoutReader {
    private static final int MOST_DIGITS = 6;

    private TimeoutReader() {}

    /** The time-out in words, or null if it is none, which is reported. */
    static @Nullable Duration words(Node node, Problems problems) {
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return null;
        }
        Duration timeout = parse(text);
        if (timeout == null) {
            problems.report(Diagnostic.BAD_TIMEOUT, node, "write `30s`, `30m` or `2h`", Quoted.of(text));
        }
        return timeout;
    }

    /** The time-out in words or seconds, or null if it is none, which is reported. */
    static @Nullable Duration wordsOrSeconds(Node node, Problems problems) {
        if (!(node instanceof ScalarNode scalar) || scalar.number() == null) {
            return words(node, problems);
        }
        BigDecimal seconds = scalar.number();
        if (seconds.signum() > 0
                && seconds.stripTrailingZeros().scale() <= 0
                && seconds.compareTo(BigDecimal.TEN.pow(MOST_DIGITS)) < 0) {
            return Duration.ofSeconds(seconds.longValueExact());
        }
        problems.report(
                Diagnostic.BAD_TIMEOUT,
                node,
                "write whole seconds, or `30s`, `30m` or `2h`",
                Quoted.of(String.valueOf(node.json())));
        return null;
    }

    private static @Nullable Duration parse(String text) {
        String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && digits.charAt(0) != '0';
        if (!isNumber) {
            return null;
        }
        long number = Long.parseLong(digits);
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> null;
        };
    }
}
