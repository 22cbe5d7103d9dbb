package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.condition.CallerPath;

/**
 * What is known of who calls. Made by {@link Terms#caller}. What is not known is missing. {@link #contains} and
 * {@link #doesNotContain} speak of lists alone, and cannot tell of text.
 */
@CheckReturnValue
public final class CallerPart extends CallValue {
    CallerPart(CallerPath path) {
        super(path);
    }
}
