package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of one call of a script, in the order in which it reads them. */
final class Arguments {
    /** Writes what a script wants, for an instant that is about the server's. */
    interface Writer {
        void write(Arguments arguments, long nowMillis);
    }

    private final NamespaceKeys namespace;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    Arguments(Namespace namespace, Settings settings) {
        this.namespace = namespace.keys();
        keys.add(this.namespace.ledger());
        text(settings.clock() == null ? "" : settings.clock().toString());
        text(namespace.mark());
        text(OperationId.random().toString());
        number(settings.mostLogEntries());
        text(namespace.until(settings));
    }

    Arguments key(CounterKey key) {
        keys.add(namespace.counter(key));
        return this;
    }

    Arguments bytes(byte[] value) {
        values.add(value);
        return this;
    }

    Arguments text(String value) {
        return bytes(NamespaceKeys.ascii(value));
    }

    Arguments number(long value) {
        return text(Long.toString(value));
    }

    Arguments flag(boolean value) {
        return text(value ? "1" : "0");
    }

    /** A name that may have any characters. */
    Arguments name(String value) {
        return bytes(KeyBytes.of(value));
    }

    /** The places of a reservation, by which its members of their sets are known. */
    Arguments places(List<Place> places) {
        number(places.size());
        for (Place place : places) {
            place(place);
        }
        return this;
    }

    Arguments place(Place place) {
        return number(place.leaseMillis()).flag(place.key().isOpenedAtWill()).name(place.key());
    }

    Arguments name(PlaceKey key) {
        return name(key.encoded());
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] values() {
        return values.toArray(byte[][]::new);
    }
}
