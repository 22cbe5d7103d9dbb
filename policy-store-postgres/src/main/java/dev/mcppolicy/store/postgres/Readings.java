package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.counter.stored.StoredKey;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.store.postgres.database.Deadline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what counters and places hold. */
final class Readings {
    private final Steps steps;
    private final Reservations reservations;

    Readings(Steps steps, Reservations reservations) {
        this.steps = steps;
        this.reservations = reservations;
    }

    /** By the index of a counter what it holds, and its window; the end is 0 where no window is open. */
    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Looked(long[] units, long[] starts, long[] ends) {
        static Looked of(ResultSet row) throws SQLException {
            return new Looked(Answer.numbers(row, "units"), Answer.numbers(row, "starts"), Answer.numbers(row, "ends"));
        }
    }

    long[] read(@Nullable Reservation held, List<CounterKey> keys, long nowMillis, Deadline deadline) {
        return look(held, keys, nowMillis, deadline).value().units();
    }

    private Step.Answered<Looked> look(
            @Nullable Reservation held, List<CounterKey> keys, long nowMillis, Deadline deadline) {
        PostgresReceipt receipt = held == null ? null : reservations.ownReceipt(held);
        boolean isNamed = held != null && held.request().hold() != null;
        boolean isCredited = held != null && receipt != null && !held.isSettled() && (isNamed || !receipt.isSpent());
        byte[][] rows = keys.stream().map(key -> RowKey.ofKey(key.encoded())).toArray(byte[][]::new);
        long[] numbers = new long[rows.length];
        long[] charged = new long[rows.length];
        long[] ats = new long[rows.length];
        if (isCredited && held != null && receipt != null) {
            for (int i = 0; i < rows.length; i++) {
                int charge = indexOf(keys.get(i), held.charges());
                if (charge >= 0) {
                    numbers[i] = receipt.taken().numbers()[charge];
                    charged[i] = held.charges().get(charge).units();
                    ats[i] = receipt.taken().ats()[charge];
                }
            }
        }
        Step<Looked> step = new Step<>(
                Procedure.LOOK,
                Namespaces.of(keys),
                (query, moment) -> query.manyBytes(rows)
                        .id(isCredited && receipt != null ? receipt.taken().id() : null)
                        .id(isCredited && receipt != null ? receipt.taken().taking() : null)
                        .is(isNamed)
                        .numbers(numbers)
                        .numbers(charged)
                        .numbers(ats)
                        .number(receipt == null ? 0L : receipt.taken().epoch()),
                Looked::of);
        return steps.askAt(step, nowMillis, deadline);
    }

    private static int indexOf(CounterKey key, List<Charge> charges) {
        return IntStream.range(0, charges.size())
                .filter(i -> charges.get(i).key().equals(key))
                .findFirst()
                .orElse(-1);
    }

    List<CounterUsage> usage(List<CounterKey> keys, long nowMillis, Deadline deadline) {
        Step.Answered<Looked> looked = look(null, keys, nowMillis, deadline);
        Looked rows = looked.value();
        List<CounterUsage> usages = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            usages.add(usage(
                    keys.get(i),
                    rows.units()[i],
                    rows.starts()[i],
                    rows.ends()[i],
                    looked.answer().nowMillis()));
        }
        return List.copyOf(usages);
    }

    private static CounterUsage usage(CounterKey key, long units, long start, long end, long now) {
        if (key.definition().window() instanceof Window.Sliding sliding) {
            return new CounterUsage(key, units, now + 1 - sliding.length().toMillis(), now + 1);
        }
        if (end == 0 && key.definition().window() instanceof Window.Aligned aligned) {
            return new CounterUsage(key, units, aligned.startOf(now), aligned.endOf(now));
        }
        return new CounterUsage(key, units, start, end);
    }

    int[] placesHeld(List<PlaceKey> keys, long nowMillis, Deadline deadline) {
        byte[][] rows = keys.stream().map(key -> RowKey.ofKey(key.encoded())).toArray(byte[][]::new);
        Step<long[]> step = new Step<>(
                Procedure.PLACES_HELD,
                Namespaces.ofPlaces(keys),
                (query, moment) -> query.manyBytes(rows),
                row -> Answer.numbers(row, "held"));
        long[] held = steps.askAt(step, nowMillis, deadline).value();
        int[] counts = new int[held.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (int) Math.min(Integer.MAX_VALUE, held[i]);
        }
        return counts;
    }

    /** The namespaces that are counted in, but those whose names are so long that the tables have a part of them alone. */
    List<String> namespaces(Deadline deadline) {
        Step<byte[][]> step =
                new Step<>(Procedure.NAMESPACES, List.of(), (query, moment) -> {}, row -> Listed.bytes(row, "names"));
        return Stream.of(steps.ask(step, 0, deadline).value())
                .filter(name -> !RowKey.isCutName(name))
                .map(KeyBytes::text)
                .toList();
    }

    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Listed(byte[] @Nullable [] keys, byte[] @Nullable [] shown, Looked looked) {
        private static final byte[][] NONE = {};

        static Listed of(ResultSet row) throws SQLException {
            return new Listed(bytes(row, "keys"), bytes(row, "shown"), Looked.of(row));
        }

        private static byte[] @Nullable [] bytes(ResultSet row, String column) throws SQLException {
            var array = row.getArray(column);
            return array == null ? NONE : (byte[][]) array.getArray();
        }
    }

    CounterPage list(String namespace, @Nullable String after, int most, long nowMillis, Deadline deadline) {
        String first = StoredKey.beginningOf(namespace);
        byte[] from = after == null || after.compareTo(first) < 0 ? RowKey.beforeAll(first) : RowKey.ofKey(after);
        Step<Listed> step = new Step<>(
                Procedure.LIST,
                List.of(namespace),
                (query, moment) ->
                        query.bytes(from).bytes(RowKey.afterAll(first)).count(most),
                Listed::of);
        Step.Answered<Listed> answered = steps.askAt(step, nowMillis, deadline);
        Listed listed = answered.value();
        List<CounterUsage> usages = new ArrayList<>();
        for (int i = 0; i < listed.keys().length; i++) {
            byte[] key = listed.keys()[i];
            byte[] shown = listed.shown()[i];
            if (key == null) {
                throw new IllegalStateException("every counter has a key");
            }
            usages.add(usage(
                    StoredKey.counter(KeyBytes.text(key), shown == null ? null : KeyBytes.text(shown)),
                    listed.looked().units()[i],
                    listed.looked().starts()[i],
                    listed.looked().ends()[i],
                    answered.answer().nowMillis()));
        }
        return new CounterPage(
                usages, usages.size() < most ? null : usages.get(most - 1).key().encoded());
    }
}
