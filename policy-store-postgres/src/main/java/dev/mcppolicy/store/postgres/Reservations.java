package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.RequestBytes;
import dev.mcppolicy.store.postgres.database.Deadline;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes, swaps, finds and renews. */
final class Reservations {
    private static final int RENEWED_TOGETHER = 200;
    private static final long BETWEEN_FORGETTING = 1_000;

    private final Workers workers;
    private final Steps steps;
    private final AtomicLong taken = new AtomicLong();

    Reservations(Workers workers, Steps steps) {
        this.workers = workers;
        this.steps = steps;
    }

    private static UUID id(OperationId id) {
        return new UUID(id.high(), id.low());
    }

    /** The request's name, or one drawn. */
    private static UUID idOf(ReserveRequest request) {
        Hold hold = request.hold();
        return id(hold == null ? OperationId.random() : hold.id());
    }

    ReserveResult reserve(ReserveRequest request, long nowMillis, Deadline deadline) {
        UUID id = idOf(request);
        PlainCharges plain = PlainCharges.of(request);
        Step<Boolean> step = plain == null ? null : plain.step(id, steps.namespaces());
        if (plain == null || step == null) {
            return take("reserve", id, request, null, nowMillis, deadline);
        }
        Answer answer = steps.askAt(step, nowMillis, deadline).answer();
        return switch (answer.status()) {
            case "taken", "again" -> reservation(request, plain.taken(id, answer));
            case "limit" -> new Refusal(answer.index(), Refusal.Reason.LIMIT, answer.retryMillis());
            default -> take("reserve", id, request, null, nowMillis, deadline);
        };
    }

    @Nullable
    Refusal wouldRefuse(ReserveRequest request, long nowMillis, Deadline deadline) {
        return take("forecast", request, null, nowMillis, deadline) instanceof Refusal refusal ? refusal : null;
    }

    ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis, Deadline deadline) {
        PostgresReceipt receipt = ownReceipt(held);
        if (receipt == null) {
            return take("swap", request, null, nowMillis, deadline);
        }
        RequestRows.Given given = new RequestRows.Given(held.request(), receipt.taken());
        boolean isKnownSettled = held.isSettled() || (held.request().hold() == null && receipt.isSpent());
        boolean hasCharges = !held.charges().isEmpty();
        ReserveResult result;
        if (isKnownSettled) {
            result = take(hasCharges ? "settled" : "swap", request, null, nowMillis, deadline);
        } else {
            result = hasCharges
                    ? take("swap", request, given, nowMillis, deadline)
                    : takeForPlaces(request, given, nowMillis, deadline);
        }
        if (result instanceof Reservation) {
            receipt.spend();
            boolean unused = held.claim();
        }
        return result;
    }

    /** Who holds places alone may swap them also where they have been given back. */
    private ReserveResult takeForPlaces(
            ReserveRequest request, RequestRows.Given given, long nowMillis, Deadline deadline) {
        try {
            return take("swap", request, given, nowMillis, deadline);
        } catch (IllegalStateException e) {
            return take("swap", request, null, nowMillis, deadline);
        }
    }

    private ReserveResult take(
            String kind, ReserveRequest request, RequestRows.@Nullable Given given, long nowMillis, Deadline deadline) {
        return take(kind, idOf(request), request, given, nowMillis, deadline);
    }

    private ReserveResult take(
            String kind,
            UUID id,
            ReserveRequest request,
            RequestRows.@Nullable Given given,
            long nowMillis,
            Deadline deadline) {
        request.requireDistinctKeys();
        RequestRows rows = new RequestRows(kind, id, request, given, steps.settings());
        Answer answer = steps.askAt(Step.of(Procedure.RESERVE, rows.namespaces(), rows::bind), nowMillis, deadline)
                .answer();
        return switch (answer.status()) {
            case "taken", "again" -> reservation(request, taken(request, id, answer));
            case "again_settled" -> {
                Reservation again = reservation(request, Taken.of(id, answer));
                boolean unused = again.claim();
                yield again;
            }
            case "limit" -> new Refusal(answer.index(), Refusal.Reason.LIMIT, answer.retryMillis());
            case "place" -> new Refusal(answer.index(), Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
            case "full" -> new Refusal(answer.index(), Refusal.Reason.STORE_FULL, Refusal.NEVER);
            case "places_full" -> new Refusal(answer.index(), Refusal.Reason.PLACES_FULL, Refusal.NEVER);
            case "past" -> throw new IllegalArgumentException("the deadline of the request is past");
            case "other" -> throw new IllegalArgumentException("an operation's id stands for one request");
            case "settled" -> throw new IllegalStateException("the reservation is settled");
            default -> throw new StoreException("the database answers `" + answer.status() + "`");
        };
    }

    /** What was taken, perhaps by a plain charge whose answer was lost. */
    private static Taken taken(ReserveRequest request, UUID id, Answer answer) {
        PlainCharges plain = answer.ats().length == 0 ? PlainCharges.of(request) : null;
        return plain == null ? Taken.of(id, answer) : plain.taken(id, answer);
    }

    private Reservation reservation(ReserveRequest request, Taken taken) {
        forgetNowAndThen();
        return new Reservation(request, new PostgresReceipt(workers, steps, request, taken));
    }

    /** Away from who waits; where it fails, others do it. */
    private void forgetNowAndThen() {
        if (taken.incrementAndGet() % BETWEEN_FORGETTING == 0) {
            CompletableFuture<Boolean> unused = workers.start(
                    deadline -> steps.ask(Step.of(Procedure.FORGET, List.of(), (query, moment) -> {}), 0, deadline)
                            .value());
        }
    }

    @Nullable
    PostgresReceipt ownReceipt(Reservation held) {
        if (held.receipt() instanceof PostgresReceipt receipt && receipt.isOf(steps)) {
            return receipt;
        }
        if (!held.charges().isEmpty()) {
            throw new IllegalArgumentException("the reservation was made by another store");
        }
        return null;
    }

    @Nullable
    Reservation find(OperationId id, long nowMillis, Deadline deadline) {
        Step<byte @Nullable []> step = new Step<>(
                Procedure.FIND,
                List.of(),
                (query, moment) -> query.id(id(id)),
                (ResultSet row) -> row.getBytes("request"));
        Step.Answered<byte @Nullable []> answered = steps.askAt(step, nowMillis, deadline);
        byte[] stored = answered.value();
        if (stored == null) {
            return null;
        }
        ReserveRequest request = RequestBytes.request(stored, id);
        // What is found is of namespaces that are what they were.
        List<String> namespaces = Namespaces.of(request, ReserveRequest.of(List.of()));
        Object unused = steps.askAt(
                Step.of(Procedure.PLACES_HELD, namespaces, (query, moment) -> query.manyBytes(new byte[0][])),
                nowMillis,
                deadline);
        return reservation(request, Taken.of(id(id), answered.answer()));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Lease(Reservation reservation, UUID id, byte[] place, long millis) {}

    /** Those that hold no place any more. */
    List<Reservation> renew(List<Reservation> running, long nowMillis, Deadline deadline) {
        Set<Reservation> lost = new HashSet<>();
        List<Lease> leases = new ArrayList<>();
        for (Reservation each : running) {
            PostgresReceipt receipt = ownReceipt(each);
            if (receipt == null || each.request().places().isEmpty()) {
                lost.add(each);
                continue;
            }
            for (Place place : each.request().places()) {
                leases.add(new Lease(
                        each, receipt.taken().taking(), RowKey.ofKey(place.key().encoded()), RequestRows.lease(place)));
            }
        }
        leases.sort(Comparator.comparing(Lease::place, Arrays::compareUnsigned).thenComparing(Lease::id));
        for (int from = 0; from < leases.size(); from += RENEWED_TOGETHER) {
            List<Lease> some = leases.subList(from, Math.min(leases.size(), from + RENEWED_TOGETHER));
            for (long index : renewSome(some, nowMillis, deadline)) {
                lost.add(some.get((int) index - 1).reservation());
            }
        }
        return running.stream().filter(lost::contains).toList();
    }

    private long[] renewSome(List<Lease> leases, long nowMillis, Deadline deadline) {
        byte[][] places = leases.stream().map(Lease::place).toArray(byte[][]::new);
        long[] numbers = leases.stream()
                .mapToLong(each -> RowKey.lockNumber(each.place()))
                .toArray();
        UUID[] ids = leases.stream().map(Lease::id).toArray(UUID[]::new);
        long[] millis = leases.stream().mapToLong(Lease::millis).toArray();
        return steps.askAt(
                        Step.of(Procedure.RENEW, List.of(), (query, moment) -> query.numbers(numbers)
                                .manyBytes(places)
                                .ids(ids)
                                .numbers(millis)),
                        nowMillis,
                        deadline)
                .answer()
                .numbers();
    }
}
