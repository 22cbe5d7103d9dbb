package dev.mcppolicy.cli.operation;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.json.internal.CanonicalJson;

/** A short name for a counter, by which a person can point to one in a list: the same as long as the counter is. */
final class CounterId {
    private static final int DIGITS = 12;

    private CounterId() {}

    static String of(CounterKey key) {
        return CanonicalJson.sha256(key.encoded()).substring(0, DIGITS);
    }
}
