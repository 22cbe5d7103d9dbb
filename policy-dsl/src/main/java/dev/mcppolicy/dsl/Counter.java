package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.condition.CounterPath;

/**
 * A counter that a condition reads; always a number, zero while nothing was counted in its window. Made by
 * {@link Terms#counter(String, String)}.
 */
@CheckReturnValue
public final class Counter extends Subject {
    Counter(CounterPath path) {
        super(path, false);
    }
}
