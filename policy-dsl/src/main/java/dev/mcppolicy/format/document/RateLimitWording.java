package dev.mcppolicy.format.document;

import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;

/** What an agent is told at a short limit whose author gave no message. */
public final class RateLimitWording {
    private RateLimitWording() {}

    public static String of(BigDecimal max, Window window) {
        String number = Quoted.of(max.stripTrailingZeros().toPlainString());
        return "Rate limit of " + number + " per " + words(window) + " reached. Try again later.";
    }

    private static String words(Window window) {
        if (window instanceof Window.Seconds seconds) {
            return seconds.seconds() == 1 ? "second" : seconds.seconds() + " seconds";
        }
        if (window instanceof Window.Sliding sliding) {
            return words(new Window.Seconds(sliding.length().toSeconds()));
        }
        return window.id();
    }
}
