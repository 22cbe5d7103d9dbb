package dev.mcppolicy.store.postgres;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.store.postgres.database.Schema;
import dev.mcppolicy.text.SetOnce;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens the counters of a database otherwise than {@link PostgresCounterStore#of} does. Each option is set once. */
@CheckReturnValue
public final class PostgresCounterStoreBuilder {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_CONNECTIONS = 256;

    private final DataSource dataSource;
    private @Nullable Integer capacity;
    private @Nullable Integer mostPerPayer;
    private @Nullable Integer connections;
    private @Nullable Duration timeout;
    private @Nullable Schema schema;
    private @Nullable Runnable afterwards;

    PostgresCounterStoreBuilder(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * How many counters the schema may hold whose windows run; a million where nothing is said. All processes that share it
     * should say the same. Half of them, rounded down, may be such as callers can open
     * {@linkplain dev.mcppolicy.counter.CounterDefinition#isOpenedAtWill at will}, and as many such places be held.
     *
     * @param counters at least 1
     * @return this builder
     */
    @CanIgnoreReturnValue
    public PostgresCounterStoreBuilder capacity(int counters) {
        capacity = SetOnce.of("capacity", capacity, positive(counters));
        return this;
    }

    /**
     * How many counters one payer may open at will in one namespace, and how many such places hold;
     * {@value CounterStore#DEFAULT_MOST_PER_PAYER} where nothing is said.
     *
     * @param counters at least 1
     * @return this builder
     */
    @CanIgnoreReturnValue
    public PostgresCounterStoreBuilder mostPerPayer(int counters) {
        mostPerPayer = SetOnce.of("most per payer", mostPerPayer, positive(counters));
        return this;
    }

    /**
     * How many connections the store uses at once, each in a thread of its own; 8 where nothing is said. Not more than the data
     * source's pool gives, less what others take of it.
     *
     * @param number 1 to 256
     * @return this builder
     */
    @CanIgnoreReturnValue
    public PostgresCounterStoreBuilder connections(int number) {
        if (number < 1 || number > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "a store uses 1 to " + MOST_CONNECTIONS + " connections at once, not " + number);
        }
        connections = SetOnce.of("connections", connections, number);
        return this;
    }

    /**
     * How long a call waits at most: for a connection, for others that charge the same counters, and for the answer; two seconds
     * where nothing is said.
     *
     * @param longest 10 milliseconds to a minute
     * @return this builder
     */
    @CanIgnoreReturnValue
    public PostgresCounterStoreBuilder timeout(Duration longest) {
        if (longest.toMillis() < 10 || longest.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a time-out must be 10 milliseconds to a minute, not " + longest);
        }
        timeout = SetOnce.of("timeout", timeout, longest);
        return this;
    }

    /**
     * In which schema of the database the tables stand; {@code mcp_policy} where nothing is said.
     *
     * @param name of lower-case ASCII letters, digits and underscores
     * @return this builder
     */
    @CanIgnoreReturnValue
    public PostgresCounterStoreBuilder schema(String name) {
        schema = SetOnce.of("schema", schema, new Schema(name, Steps.SCRIPTS));
        return this;
    }

    /** What is done once the store is closed, or could not be opened. */
    @CanIgnoreReturnValue
    PostgresCounterStoreBuilder afterwards(Runnable action) {
        afterwards = SetOnce.of("end", afterwards, action);
        return this;
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a number of counters must be at least 1, not " + number);
        }
        return number;
    }

    /**
     * Opens the counters.
     *
     * @return the store, to be closed by whoever opened it
     * @throws RuntimeException as {@link PostgresCounterStore#of}
     */
    public PostgresCounterStore open() {
        return open(Settings.DEFAULT_LOG_ENTRIES);
    }

    PostgresCounterStore open(int mostLogEntries) {
        Settings settings = new Settings(
                Objects.requireNonNullElse(capacity, Settings.DEFAULT_CAPACITY),
                Objects.requireNonNullElse(mostPerPayer, CounterStore.DEFAULT_MOST_PER_PAYER),
                mostLogEntries,
                Objects.requireNonNullElse(connections, Settings.DEFAULT_CONNECTIONS),
                Objects.requireNonNullElse(timeout, Settings.DEFAULT_TIMEOUT));
        PostgresCounterStore store = new PostgresCounterStore(
                dataSource,
                schema == null ? new Schema(Schema.DEFAULT_NAME, Steps.SCRIPTS) : schema,
                settings,
                afterwards == null ? () -> {} : afterwards);
        store.openSchema();
        return store;
    }
}
