package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStoreProvider;
import dev.mcppolicy.counter.StoreUrl;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens {@code sqlite:counters.db} with full durability, and {@code sqlite:counters.db?durability=normal} as
 * {@link Durability#NORMAL} says.
 */
public final class SqliteCounterStoreProvider implements CounterStoreProvider {
    private static final String NORMAL = "durability=normal";
    private static final String FULL = "durability=full";

    /** For the service loader. */
    public SqliteCounterStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sqlite");
    }

    @Override
    public CounterStore open(StoreUrl url) {
        return builder(url).open();
    }

    @Override
    public void reopen(StoreUrl url, String namespace) {
        builder(url).reopen(namespace).close();
    }

    private static SqliteCounterStoreBuilder builder(StoreUrl url) {
        String rest = url.rest();
        int question = rest.indexOf('?');
        String file = question < 0 ? rest : rest.substring(0, question);
        String option = question < 0 ? FULL : rest.substring(question + 1);
        if (file.isBlank() || !(option.equals(FULL) || option.equals(NORMAL))) {
            throw new IllegalArgumentException(
                    "`sqlite:` is followed by a file, and perhaps by `?" + FULL + "` or `?" + NORMAL + "`");
        }
        return SqliteCounterStore.builder(Path.of(file))
                .durability(option.equals(FULL) ? Durability.FULL : Durability.NORMAL);
    }
}
