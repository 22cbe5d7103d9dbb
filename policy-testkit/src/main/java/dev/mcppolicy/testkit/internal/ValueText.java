package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as a report shows them. */
public final class ValueText {
    private static final int LONGEST = 1_000;

    private ValueText() {}

    public static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Any value, JSON where it is that. */
    public static String value(@Nullable Object value) {
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
