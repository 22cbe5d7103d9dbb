package dev.mcppolicy.store.sqlite;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import dev.mcppolicy.text.SetOnce;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens a file of counters otherwise than {@link SqliteCounterStore#open} does. Each option is set once. */
@CheckReturnValue
public final class SqliteCounterStoreBuilder {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    private final Path file;
    private @Nullable Integer capacity;
    private @Nullable Integer mostPerPayer;
    private @Nullable Durability durability;
    private @Nullable Duration timeout;

    SqliteCounterStoreBuilder(Path file) {
        this.file = file;
    }

    /**
     * How many counters the file may hold whose windows run; a million where nothing is said. All processes that share a file
     * should say the same. Half of them, rounded down, may be such as callers can open
     * {@linkplain dev.mcppolicy.counter.CounterDefinition#isOpenedAtWill at will}, and as many such places be held.
     *
     * @param counters at least 1
     * @return this builder
     */
    @CanIgnoreReturnValue
    public SqliteCounterStoreBuilder capacity(int counters) {
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
    public SqliteCounterStoreBuilder mostPerPayer(int counters) {
        mostPerPayer = SetOnce.of("most per payer", mostPerPayer, positive(counters));
        return this;
    }

    /**
     * What a power cut may set back; nothing ({@link Durability#FULL}) where nothing is said.
     *
     * @param chosen which
     * @return this builder
     */
    @CanIgnoreReturnValue
    public SqliteCounterStoreBuilder durability(Durability chosen) {
        durability = SetOnce.of("durability", durability, chosen);
        return this;
    }

    /**
     * How long a call waits at most for its turn; two seconds where nothing is said. Where another program than this store
     * holds a lock on the file, a call waits up to half as long for that besides. What
     * the disk itself takes for a write that has begun is not bounded by it for the caller who commits.
     *
     * @param longest 10 milliseconds to a minute
     * @return this builder
     */
    @CanIgnoreReturnValue
    public SqliteCounterStoreBuilder timeout(Duration longest) {
        if (longest.toMillis() < 10 || longest.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a time-out must be 10 milliseconds to a minute, not " + longest);
        }
        timeout = SetOnce.of("timeout", timeout, longest);
        return this;
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a number of counters must be at least 1, not " + number);
        }
        return number;
    }

    /**
     * Opens the file.
     *
     * @return the store, to be closed by whoever opened it
     * @throws IllegalArgumentException as {@link SqliteCounterStore#open}
     * @throws RuntimeException as {@link SqliteCounterStore#open}
     */
    public SqliteCounterStore open() {
        return open(Settings.DEFAULT_LOG_ENTRIES, Database::commit);
    }

    /** Opens the file, and a namespace in it also where the file that was there is lost. */
    SqliteCounterStore reopen(String namespace) {
        return open(Settings.DEFAULT_LOG_ENTRIES, Database::commit, store -> store.reopen(namespace));
    }

    SqliteCounterStore open(int mostLogEntries, Transactions.Ending ending) {
        return open(mostLogEntries, ending, SqliteCounterStore::look);
    }

    private SqliteCounterStore open(
            int mostLogEntries, Transactions.Ending ending, Consumer<SqliteCounterStore> first) {
        Settings settings = new Settings(
                Objects.requireNonNullElse(capacity, Settings.DEFAULT_CAPACITY),
                Objects.requireNonNullElse(mostPerPayer, CounterStore.DEFAULT_MOST_PER_PAYER),
                mostLogEntries,
                Objects.requireNonNullElse(durability, Durability.FULL),
                Objects.requireNonNullElse(timeout, Settings.DEFAULT_TIMEOUT));
        try {
            SqliteCounterStore store = new SqliteCounterStore(DatabaseFile.of(file, settings), settings, ending);
            store.begin(first);
            return store;
        } catch (IOException e) {
            throw new StoreException("`" + file.getFileName() + "` cannot be opened: " + e.getMessage(), e);
        }
    }
}
