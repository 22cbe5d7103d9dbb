package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Spans of time as test files write them: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
public final class SpanText {
    private static final Map<Long, String> UNITS =
            new TreeMap<>(Map.of(86_400L, "d", 3_600L, "h", 60L, "m", 1L, "s")).descendingMap();

    private SpanText() {}

    /** A span in the largest unit that it has whole numbers of; one of none, or with a part of a second, as ISO has it. */
    public static String of(Duration span) {
        long seconds = span.toSeconds();
        if (seconds <= 0 || !span.equals(Duration.ofSeconds(seconds))) {
            return span.toString();
        }
        return UNITS.entrySet().stream()
                .filter(unit -> seconds % unit.getKey() == 0)
                .findFirst()
                .map(unit -> seconds / unit.getKey() + unit.getValue())
                .orElseThrow();
    }

    /** What a window is called. */
    public static String of(Window window) {
        return window instanceof Window.Sliding sliding ? "sliding " + of(sliding.length()) : window.id();
    }
}
