package dev.mcppolicy.fuzz;

import java.util.function.Supplier;

/** A plain assertion: a fuzzer makes too many of them for more. */
public final class Law {
    private Law() {}

    /** Fails, with what is wrong, if the law does not hold. */
    public static void holds(boolean law, Supplier<String> fault) {
        if (!law) {
            throw new AssertionError(fault.get());
        }
    }
}
