package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The keys of one namespace: all have one hash tag, so that a cluster would keep them together. */
final class NamespaceKeys {
    /** The set of the names of all namespaces, which is under no tag. */
    static final byte[] NAMESPACES = ascii("mcp-policy:namespaces");

    private static final byte[] LEDGER = ascii("ledger");
    private static final byte[] COUNTER = ascii("counter:");

    private final byte[] beginning;
    private final byte[] ledger;

    NamespaceKeys(String namespace) {
        byte[] name = KeyBytes.of(namespace);
        this.beginning = joined(ascii("mcp-policy:{" + name.length + ":"), name, ascii("}:"));
        this.ledger = joined(beginning, LEDGER);
    }

    byte[] ledger() {
        return ledger;
    }

    byte[] counter(CounterKey key) {
        return joined(beginning, COUNTER, KeyBytes.of(key.encoded()));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
