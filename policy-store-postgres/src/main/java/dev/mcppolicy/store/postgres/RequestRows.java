package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.counter.stored.RequestBytes;
import dev.mcppolicy.model.limit.Window;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request, and what is given back for it, as the values of {@link Procedure#RESERVE}. */
final class RequestRows {
    private static final long LONGEST_LEASE = 1L << 60;

    private final String kind;
    private final UUID id;
    private final UUID taking;
    private final ReserveRequest request;
    private final @Nullable Given given;
    private final Settings settings;
    private final List<String> namespaces;
    private final byte[][] keys;

    /** What a swap gives back. */
    record Given(ReserveRequest request, Taken taken) {}

    RequestRows(String kind, UUID id, ReserveRequest request, @Nullable Given given, Settings settings) {
        this.kind = kind;
        this.id = id;
        this.taking = request.hold() == null ? id : UUID.randomUUID();
        this.request = request;
        this.given = given;
        this.settings = settings;
        this.namespaces = Namespaces.of(request, given == null ? ReserveRequest.of(List.of()) : given.request());
        this.keys = keys(request.charges());
    }

    List<String> namespaces() {
        return namespaces;
    }

    static byte[][] keys(List<Charge> charges) {
        return charges.stream()
                .map(charge -> RowKey.ofKey(charge.key().encoded()))
                .toArray(byte[][]::new);
    }

    static byte[][] places(ReserveRequest request) {
        return request.places().stream()
                .map(place -> RowKey.ofKey(place.key().encoded()))
                .toArray(byte[][]::new);
    }

    void bind(Query query, Step.Moment moment) throws SQLException {
        Hold hold = request.hold();
        query.text(kind)
                .id(id)
                .id(taking)
                .number(hold == null ? null : (Long) hold.untilMillis())
                .is(hold != null && hold.then() == Hold.Then.RELEASE)
                .bytes(hold == null ? null : RequestBytes.of(request, hold))
                .bytes(RowKey.ofName(request.payer()));
        bindCharges(query, moment.nowMillis());
        bindPlaces(query);
        query.count(settings.capacity()).count(settings.mostPerPayer()).count(settings.mostLogEntries());
        bindGiven(query);
    }

    private void bindCharges(Query query, long nowMillis) throws SQLException {
        int charges = keys.length;
        byte[] @Nullable [] wholes = new byte[charges] @Nullable [];
        byte[] @Nullable [] shown = new byte[charges] @Nullable [];
        int[] namespaceOf = new int[charges];
        boolean[] areAtWill = new boolean[charges];
        long[] lengths = new long[charges];
        long[] starts = new long[charges];
        long[] ends = new long[charges];
        long[] units = new long[charges];
        long[] mosts = new long[charges];
        for (int i = 0; i < charges; i++) {
            Charge charge = request.charges().get(i);
            CounterKey key = charge.key();
            KeyValue value = key.value();
            wholes[i] = RowKey.isCut(keys[i]) ? KeyBytes.of(key.encoded()) : null;
            shown[i] = value == null ? null : KeyBytes.of(value.shown());
            namespaceOf[i] = 1 + namespaces.indexOf(key.definition().namespace());
            areAtWill[i] = key.definition().isOpenedAtWill();
            if (key.definition().window() instanceof Window.Aligned aligned) {
                starts[i] = aligned.startOf(nowMillis);
                ends[i] = aligned.endOf(nowMillis);
            } else if (key.definition().window() instanceof Window.Sliding sliding) {
                lengths[i] = sliding.length().toMillis();
            }
            units[i] = charge.units();
            mosts[i] = charge.mostBefore();
        }
        query.manyBytes(keys)
                .manyBytes(wholes)
                .manyBytes(shown)
                .counts(namespaceOf)
                .are(areAtWill)
                .numbers(lengths)
                .numbers(starts)
                .numbers(ends)
                .numbers(units)
                .numbers(mosts)
                .counts(locks());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Locked(byte[] key, int index) {}

    /** In which order counters are locked: those charged by their index from 1, others that are given back from -1 down. */
    private int[] locks() {
        List<Locked> locked = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            locked.add(new Locked(keys[i], i + 1));
        }
        if (given != null) {
            byte[][] others = keys(given.request().charges());
            for (int i = 0; i < others.length; i++) {
                byte[] other = others[i];
                if (Arrays.stream(keys).noneMatch(key -> Arrays.equals(key, other))) {
                    locked.add(new Locked(other, -i - 1));
                }
            }
        }
        locked.sort((left, right) -> Arrays.compareUnsigned(left.key(), right.key()));
        return locked.stream().mapToInt(Locked::index).toArray();
    }

    private void bindPlaces(Query query) throws SQLException {
        List<Place> places = request.places();
        byte[][] placeKeys = places(request);
        long[] lockNumbers = new long[placeKeys.length];
        int[] namespaceOf = new int[placeKeys.length];
        boolean[] areAtWill = new boolean[placeKeys.length];
        int[] maxes = new int[placeKeys.length];
        long[] leases = new long[placeKeys.length];
        for (int i = 0; i < placeKeys.length; i++) {
            Place place = places.get(i);
            lockNumbers[i] = RowKey.lockNumber(placeKeys[i]);
            namespaceOf[i] = 1 + namespaces.indexOf(place.key().namespace());
            areAtWill[i] = place.key().isOpenedAtWill();
            maxes[i] = place.max();
            leases[i] = lease(place);
        }
        query.manyBytes(placeKeys)
                .numbers(lockNumbers)
                .counts(namespaceOf)
                .are(areAtWill)
                .counts(maxes)
                .numbers(leases);
    }

    static long lease(Place place) {
        return Math.min(place.leaseMillis(), LONGEST_LEASE);
    }

    private void bindGiven(Query query) throws SQLException {
        if (given == null) {
            query.id(null)
                    .id(null)
                    .is(false)
                    .manyBytes(new byte[0][])
                    .numbers(new long[0])
                    .numbers(new long[0])
                    .numbers(new long[0])
                    .number(0L)
                    .manyBytes(new byte[0][]);
            return;
        }
        Taken taken = given.taken();
        List<Charge> charges = given.request().charges();
        query.id(taken.id())
                .id(taken.taking())
                .is(given.request().hold() != null)
                .manyBytes(keys(charges))
                .numbers(taken.numbers())
                .numbers(charges.stream().mapToLong(Charge::units).toArray())
                .numbers(taken.ats())
                .number(taken.epoch())
                .manyBytes(places(given.request()));
    }
}
