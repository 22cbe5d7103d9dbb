package dev.mcppolicy.testkit;

import dev.mcppolicy.json.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as a report shows them. */
final class Shown {
    private static final int LONGEST = 1_000;

    private Shown() {}

    static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Any value, JSON where it is that. */
    static String value(@Nullable Object value) {
        try {
            return shortened(CanonicalJson.write(value));
        } catch (IllegalArgumentException e) {
            return shortened(Objects.toString(value));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? VisibleText.inJson(text)
                : VisibleText.of(text, LONGEST) + " (" + text.length() + " characters)";
    }
}
