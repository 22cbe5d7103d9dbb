package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The marks of the namespaces that this store has seen. One that is gone or another means that what was counted is gone. */
final class Namespaces {
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** A mark, and the database's instant at which it was last there. */
    private static final class Seen {
        private final UUID mark;
        private volatile long millis;

        Seen(UUID mark, long millis) {
            this.mark = mark;
            this.millis = millis;
        }

        /** Of several that see it at once, one that is a moment older may stay. */
        void again(long nowMillis) {
            if (nowMillis > millis) {
                millis = nowMillis;
            }
        }
    }

    /** Those of a request and of what is given back for it, in the order in which they are asked for. */
    static List<String> of(ReserveRequest request, ReserveRequest other) {
        TreeSet<String> names = new TreeSet<>();
        for (ReserveRequest each : List.of(request, other)) {
            for (Charge charge : each.charges()) {
                names.add(charge.key().definition().namespace());
            }
            for (Place place : each.places()) {
                names.add(place.key().namespace());
            }
        }
        return List.copyOf(names);
    }

    static List<String> of(List<CounterKey> keys) {
        TreeSet<String> names = new TreeSet<>();
        keys.forEach(key -> names.add(key.definition().namespace()));
        return List.copyOf(names);
    }

    static List<String> ofPlaces(List<PlaceKey> keys) {
        TreeSet<String> names = new TreeSet<>();
        keys.forEach(key -> names.add(key.namespace()));
        return List.copyOf(names);
    }

    static byte[][] names(List<String> namespaces) {
        return namespaces.stream().map(RowKey::ofName).toArray(byte[][]::new);
    }

    /** The mark that a namespace is to have, or null where none has been seen. */
    @Nullable
    UUID mark(String namespace) {
        Seen last = seen.get(namespace);
        return last == null ? null : last.mark;
    }

    /** The marks that namespaces are to have; null where none has been seen. */
    @Nullable
    UUID[] marks(List<String> namespaces) {
        List<@Nullable UUID> marks = new ArrayList<>();
        namespaces.forEach(each -> marks.add(mark(each)));
        return marks.toArray(new @Nullable UUID[0]);
    }

    /** Notes the marks that an answer tells and those that it has found, or throws where one is not the one seen. */
    void saw(List<String> namespaces, Answer answer) {
        if (answer.status().equals("lost")) {
            throw new StoreException("what was counted in the namespace `" + namespaces.get(answer.index())
                    + "` is gone: the database was emptied or replaced; it counts on when an operator reopens it");
        }
        @Nullable UUID[] told = answer.marks();
        for (int i = 0; i < namespaces.size(); i++) {
            Seen last = seen.get(namespaces.get(i));
            UUID mark = i < told.length ? told[i] : null;
            if (last != null) {
                last.again(answer.nowMillis());
            } else if (mark != null) {
                seen.putIfAbsent(namespaces.get(i), new Seen(mark, answer.nowMillis()));
            }
        }
    }

    /** Whether an operator has reopened a namespace since its mark was last there; it counts on with the new one then. */
    boolean isReopened(List<String> namespaces, Answer answer) {
        String namespace = namespaces.get(answer.index());
        Seen last = seen.get(namespace);
        UUID mark = answer.marks().length == 0 ? null : answer.marks()[0];
        if (last != null && last.mark.equals(mark)) {
            // Another call has found it out meanwhile.
            return true;
        }
        // One that was never reopened has 0, which is long past.
        boolean isReopened = last != null && answer.retryMillis() >= last.millis;
        if (isReopened && mark != null) {
            reopened(namespace, mark, answer.retryMillis());
            return true;
        }
        return false;
    }

    void reopened(String namespace, UUID mark, long nowMillis) {
        seen.put(namespace, new Seen(mark, nowMillis));
    }
}
