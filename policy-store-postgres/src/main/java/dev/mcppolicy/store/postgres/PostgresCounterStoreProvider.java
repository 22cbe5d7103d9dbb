package dev.mcppolicy.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStoreProvider;
import dev.mcppolicy.counter.StoreUrl;
import dev.mcppolicy.store.postgres.database.DatabaseUrl;
import java.util.Set;

/**
 * Opens {@code postgres://user@host:5432/database} with a pool of its own. After a question mark may stand, joined by {@code &},
 * {@code passwordFile=/run/secrets/x} or {@code passwordEnv=NAME}, {@code schema=mcp_policy}, {@code sslmode=verify-full} and
 * {@code sslrootcert=/etc/ca.pem}. A password in the URL itself is refused: URLs are shown by tools that list processes, and
 * stand in histories and logs.
 */
public final class PostgresCounterStoreProvider implements CounterStoreProvider {
    /** For the service loader. */
    public PostgresCounterStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgres", "postgresql");
    }

    @Override
    public CounterStore open(StoreUrl url) {
        DatabaseUrl database = DatabaseUrl.parse(url.rest(), System::getenv);
        HikariDataSource pool = database.pool(Settings.DEFAULT_CONNECTIONS, Settings.DEFAULT_TIMEOUT);
        return PostgresCounterStore.builder(pool)
                .schema(database.schema())
                .afterwards(pool::close)
                .open();
    }
}
