package dev.mcppolicy.text;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses an option that is set twice, in all builders alike. All methods are safe for use by any thread. */
public final class SetOnce {
    private static final int LONGEST_SHOWN = 80;

    private SetOnce() {}

    /**
     * The value of an option that had none.
     *
     * @param <T> the option's type
     * @param option what the option is called
     * @param before the value that was set before, or null if there was none
     * @param value the value to set
     * @return the value
     * @throws IllegalStateException if there was a value
     * @throws NullPointerException if the value is null
     */
    @CheckReturnValue
    public static <T> T of(String option, @Nullable T before, T value) {
        check(option, before);
        return Objects.requireNonNull(value, option);
    }

    /**
     * Checks that an option has no value.
     *
     * @param option what the option is called
     * @param before the value that was set before, which the message shows; null if there was none
     * @throws IllegalStateException if there was a value
     */
    public static void check(String option, @Nullable Object before) {
        if (before != null) {
            throw new IllegalStateException("the " + option + " was already set to `"
                    + VisibleText.of(String.valueOf(before), LONGEST_SHOWN) + "`");
        }
    }

    /**
     * Checks that an option has no value that could be shown, be it a secret or code.
     *
     * @param option what the option is called
     * @param isSet whether there is a value
     * @throws IllegalStateException if there is
     */
    public static void checkUnset(String option, boolean isSet) {
        if (isSet) {
            throw new IllegalStateException("the " + option + " was already set");
        }
    }
}
