package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.CounterUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands on counters are given. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountersOptions {
    private static final int PAGE = 1_000;

    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = "sqlite:counters.db",
            description = "Where the counters are (default: sqlite:counters.db).")
    private String store;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "Those of one namespace: what the engine was given, or else the name of its first policy. Without "
                            + "it, those of all that the store can tell.")
    private @Nullable String namespace;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    CounterFormat format;

    /**
     * What is asked of the store.
     *
     * @throws BadInputException if it cannot be
     */
    <T> T ask(Function<CounterStore, T> asking) {
        return StoreAccess.in("--store", store, CounterStores::open, asking, CounterStore::close);
    }

    /** The counters whose window runs: of the namespace that was named, or of all that the store can tell. */
    List<CounterUsage> list(CounterStore store, long nowMillis) {
        List<String> namespaces = namespace == null ? store.namespaces() : List.of(namespace);
        List<CounterUsage> counters = new ArrayList<>();
        for (String each : namespaces) {
            String next = null;
            do {
                CounterPage page = store.list(each, next, PAGE, nowMillis);
                counters.addAll(page.counters());
                next = page.next();
            } while (next != null);
        }
        return counters;
    }
}
