package dev.mcppolicy.store.redis;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.text.SetOnce;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Opens the counters of a server otherwise than {@link RedisCounterStore#open} does. Each option is set once. */
@CheckReturnValue
public final class RedisCounterStoreBuilder {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    private final RedisUrl url;
    private @Nullable Integer capacity;
    private @Nullable Integer mostPerPayer;
    private @Nullable Duration timeout;

    RedisCounterStoreBuilder(String url) {
        this.url = RedisUrl.parse(url, System::getenv);
    }

    /**
     * How many counters a namespace may hold whose windows run; a million where nothing is said. All that share a server
     * should say the same. Half of them, rounded down, may be such as callers can open
     * {@linkplain dev.mcppolicy.counter.CounterDefinition#isOpenedAtWill at will}, and as many such places be held.
     *
     * @param counters at least 1
     * @return this builder
     */
    @CanIgnoreReturnValue
    public RedisCounterStoreBuilder capacity(int counters) {
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
    public RedisCounterStoreBuilder mostPerPayer(int counters) {
        mostPerPayer = SetOnce.of("most per payer", mostPerPayer, positive(counters));
        return this;
    }

    /**
     * How long a call waits at most, be it for a connection, for the server or for both; two seconds where nothing is said. One
     * attempt takes half of it at most, so that there is time for another.
     *
     * @param longest 10 milliseconds to a minute
     * @return this builder
     */
    @CanIgnoreReturnValue
    public RedisCounterStoreBuilder timeout(Duration longest) {
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
     * Opens the counters.
     *
     * @return the store, to be closed by whoever opened it
     * @throws dev.mcppolicy.counter.StoreException as {@link RedisCounterStore#open}
     */
    public RedisCounterStore open() {
        return open(Settings.DEFAULT_LOG_ENTRIES, null);
    }

    RedisCounterStore open(int mostLogEntries, @Nullable AtomicLong clock) {
        url.requirePassword();
        RedisCounterStore store = new RedisCounterStore(
                url,
                new Settings(
                        Objects.requireNonNullElse(capacity, Settings.DEFAULT_CAPACITY),
                        Objects.requireNonNullElse(mostPerPayer, CounterStore.DEFAULT_MOST_PER_PAYER),
                        mostLogEntries,
                        Objects.requireNonNullElse(timeout, Settings.DEFAULT_TIMEOUT),
                        clock));
        store.connect();
        return store;
    }
}
