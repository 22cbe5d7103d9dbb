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
    private final Map<String, UUID> seen = new ConcurrentHashMap<>();

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

    /** The marks that namespaces are to have; null where none has been seen. */
    @Nullable
    UUID[] marks(List<String> namespaces) {
        List<@Nullable UUID> marks = new ArrayList<>();
        namespaces.forEach(each -> marks.add(seen.get(each)));
        return marks.toArray(new @Nullable UUID[0]);
    }

    /** Notes the marks that an answer tells, or throws where one is not the one seen. */
    void saw(List<String> namespaces, Answer answer) {
        if (answer.status().equals("lost")) {
            throw new StoreException("what was counted in the namespace `" + namespaces.get(answer.index())
                    + "` is gone: the database was emptied or replaced; it counts on when an operator reopens it");
        }
        @Nullable UUID[] marks = answer.marks();
        for (int i = 0; i < marks.length && i < namespaces.size(); i++) {
            UUID mark = marks[i];
            if (mark != null) {
                seen.putIfAbsent(namespaces.get(i), mark);
            }
        }
    }

    void reopened(String namespace, UUID mark) {
        seen.put(namespace, mark);
    }
}
