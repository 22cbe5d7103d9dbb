package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.counter.stored.StoredKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The counters of a namespace by pages, in the order of their keys. The server looks at a bounded number at once. */
final class Listing {
    private static final int MOST_AT_ONCE = 200;

    private final Ledgers ledgers;
    private final Function<CompletableFuture<Answer>, Answer> await;

    Listing(Ledgers ledgers, Function<CompletableFuture<Answer>, Answer> await) {
        this.ledgers = ledgers;
        this.await = await;
    }

    CounterPage page(String namespace, @Nullable String after, int most, long hintMillis) {
        List<CounterUsage> counters = new ArrayList<>();
        byte[] from = KeyBytes.of(after == null ? "" : after);
        do {
            byte[] begin = from;
            int wanted = Math.min(MOST_AT_ONCE, most - counters.size());
            Answer answer = await.apply(ledgers.scripts()
                    .run(Script.LIST, ledgers.namespace(namespace), hintMillis, (arguments, now) -> arguments
                            .bytes(begin)
                            .number(wanted)));
            add(answer, counters);
            from = answer.bytes(1);
        } while (from.length > 0 && counters.size() < most);
        return new CounterPage(List.copyOf(counters), from.length == 0 ? null : KeyBytes.text(from));
    }

    private static void add(Answer answer, List<CounterUsage> counters) {
        List<?> rows = answer.rows();
        for (int i = 0; i < rows.size(); i += 5) {
            CounterKey key =
                    StoredKey.counter(KeyBytes.text((byte[]) rows.get(i)), KeyBytes.text((byte[]) rows.get(i + 1)));
            counters.add(Inspection.usage(key, rows, i + 2, answer.nowMillis()));
        }
    }
}
