package dev.mcppolicy.engine.judgement;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Names for decisions: a prefix drawn when the process first needs one, and a count. They are no secrets. */
public final class DecisionIds {
    private static final String PREFIX = HexFormat.of().toHexDigits(new SecureRandom().nextLong()) + "-";
    private static final AtomicLong COUNT = new AtomicLong();

    private DecisionIds() {}

    /** An id that this process has not given before, nor, but for a chance of one in 2^64, has another. */
    public static String next() {
        return PREFIX + COUNT.incrementAndGet();
    }
}
