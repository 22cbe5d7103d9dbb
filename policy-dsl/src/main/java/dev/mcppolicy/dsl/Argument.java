package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.condition.ArgumentPath;

/** An argument of the call. Made by {@link Terms#arg}. */
@CheckReturnValue
public final class Argument extends CallValue {
    Argument(ArgumentPath path) {
        super(path);
    }
}
