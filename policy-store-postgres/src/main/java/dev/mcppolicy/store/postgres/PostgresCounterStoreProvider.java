package dev.mcppolicy.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStoreProvider;
import dev.mcppolicy.counter.StoreUrl;
import java.util.Set;

/**
 * Opens {@code postgres://user@host:5432/database} with a pool of its own. After a question mark may stand, joined by {@code &},
 * {@code passwordFile=/run/secrets/x} or {@code passwordEnv=NAME}, {@code schema=mcp_policy}, {@code sslmode=verify-full} and
 * {@code sslrootcert=/etc/ca.pem}. A password in the URL itself is refused: URLs are shown by tools that list processes, and
 * stand in histories and logs.
 */
public final class PostgresCounterStoreProvider implements CounterStoreProvider {
    /** The least that the pool takes. */
    private static final long LEAST_POOL_MILLIS = 250;

    /** For the service loader. */
    public PostgresCounterStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgres", "postgresql");
    }

    @Override
    public CounterStore open(StoreUrl url) {
        DatabaseUrl database = DatabaseUrl.parse(url.rest(), System::getenv);
        HikariConfig config = new HikariConfig();
        config.setPoolName("policy-store-postgres");
        config.setDataSource(database.dataSource(Settings.DEFAULT_TIMEOUT));
        config.setMaximumPoolSize(Settings.DEFAULT_CONNECTIONS);
        config.setConnectionTimeout(Math.max(LEAST_POOL_MILLIS, Settings.DEFAULT_TIMEOUT.toMillis()));
        config.setValidationTimeout(LEAST_POOL_MILLIS);
        // The store says what is wrong itself.
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        return PostgresCounterStore.builder(pool)
                .schema(database.schema())
                .afterwards(pool::close)
                .open();
    }
}
