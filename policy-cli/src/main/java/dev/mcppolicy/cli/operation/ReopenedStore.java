package dev.mcppolicy.cli.operation;

import dev.mcppolicy.counter.CounterStores;
import picocli.CommandLine.Option;

/** The store in which {@code counters reopen} counts on. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReopenedStore {
    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = "sqlite:counters.db",
            description = "Where the counters are (default: sqlite:counters.db).")
    private String url;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    CounterFormat format;

    void reopen(String namespace) {
        StoreAccess.lost("--store", url, () -> CounterStores.reopen(url, namespace));
    }
}
