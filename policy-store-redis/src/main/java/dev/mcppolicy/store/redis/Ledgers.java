package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.counter.stored.RequestBytes;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is counted in the namespaces of one server, by one script for each thing that is done. Never blocks. */
final class Ledgers {
    private static final String NO_WAITING_HELPS = "";

    private final Scripts scripts;
    private final Settings settings;
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

    Ledgers(Scripts scripts, Settings settings) {
        this.scripts = scripts;
        this.settings = settings;
    }

    Scripts scripts() {
        return scripts;
    }

    Settings settings() {
        return settings;
    }

    Namespace namespace(String name) {
        return namespaces.computeIfAbsent(name, Namespace::new);
    }

    /** The namespaces known here. */
    Map<String, Namespace> known() {
        return namespaces;
    }

    /** What comes of something, within the time-out, for who does not wait for it. */
    <T> CompletionStage<T> bounded(Supplier<CompletableFuture<T>> step) {
        try {
            CompletableFuture<T> future = step.get();
            if (!future.isDone()) {
                future = future.copy()
                        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .handle((answer, failure) -> {
                            if (failure != null) {
                                throw failure instanceof TimeoutException
                                        ? Failures.unknown(failure)
                                        : Failures.of(failure);
                            }
                            return answer;
                        });
            }
            return awayFromTheClient(future);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Completes on a thread that may be kept as long as its user likes: those of the client have others to serve. */
    private static <T> CompletableFuture<T> awayFromTheClient(CompletableFuture<T> future) {
        return future.isDone() ? future : future.whenCompleteAsync((answer, failure) -> {});
    }

    /** The namespace of a request; throws if there are two. */
    Namespace namespaceOf(ReserveRequest request, @Nullable Namespace given) {
        String name = given == null ? null : given.name();
        for (Charge charge : request.charges()) {
            name = same(name, charge.key().definition().namespace());
        }
        for (Place place : request.places()) {
            name = same(name, place.key().namespace());
        }
        return namespace(name == null ? "" : name);
    }

    private static String same(@Nullable String before, String next) {
        if (before != null && !before.equals(next)) {
            throw new IllegalArgumentException("a request has charges and places of one namespace");
        }
        return next;
    }

    /** Takes what is asked for, in the place of what is held, if anything is. */
    CompletableFuture<ReserveResult> reserve(
            ReserveRequest request, @Nullable RedisReceipt held, @Nullable Reservation of, long hintMillis) {
        request.requireDistinctKeys();
        Namespace namespace =
                namespaceOf(request, held == null || of == null || of.request().isEmpty() ? null : held.namespace());
        Hold hold = request.hold();
        OperationId id = hold == null ? OperationId.random() : hold.id();
        return scripts.run(
                        Script.RESERVE,
                        namespace,
                        hintMillis,
                        (arguments, now) -> write(request, held, of, id, false, now, arguments))
                .thenApply(answer -> result(answer, request, namespace));
    }

    /** What would refuse a request. */
    CompletableFuture<Optional<Refusal>> wouldRefuse(ReserveRequest request, long hintMillis) {
        request.requireDistinctKeys();
        ReserveRequest unnamed = new ReserveRequest(request.charges(), request.places(), request.payer(), null);
        OperationId id = OperationId.random();
        return scripts.run(
                        Script.RESERVE,
                        namespaceOf(request, null),
                        hintMillis,
                        (arguments, now) -> write(unnamed, null, null, id, true, now, arguments))
                .thenApply(answer -> answer.is("refused") ? Optional.of(refusal(answer)) : Optional.empty());
    }

    private ReserveResult result(Answer answer, ReserveRequest request, Namespace namespace) {
        return switch (answer.status()) {
            case "refused" -> refusal(answer);
            case "taken" -> {
                Reservation reservation = reservation(
                        request,
                        namespace,
                        Taken.of(answer, 1, request.charges().size()));
                if (answer.text(0).equals("1")) {
                    boolean unused = reservation.claim();
                }
                yield reservation;
            }
            case "other" -> throw new IllegalArgumentException("an operation's id stands for one request");
            case "past" -> throw new IllegalArgumentException("the deadline of the request is past");
            case "settled" -> throw new IllegalStateException("the reservation is settled");
            default -> throw new IllegalStateException("a script answers `" + answer.status() + "`");
        };
    }

    private static Refusal refusal(Answer answer) {
        return new Refusal((int) answer.number(1), Refusal.Reason.valueOf(answer.text(0)), answer.number(2));
    }

    Reservation reservation(ReserveRequest request, Namespace namespace, Taken taken) {
        return new Reservation(request, new RedisReceipt(this, namespace, request, taken));
    }

    private void write(
            ReserveRequest request,
            @Nullable RedisReceipt held,
            @Nullable Reservation of,
            OperationId id,
            boolean isTrial,
            long nowMillis,
            Arguments arguments) {
        Hold hold = request.hold();
        boolean isPlain =
                !isTrial && hold == null && of == null && request.places().isEmpty();
        arguments.flag(isPlain).text(id.toString()).number(settings.remembered().toMillis());
        arguments.number(request.charges().size());
        for (Charge charge : request.charges()) {
            write(charge, nowMillis, arguments);
        }
        arguments.flag(isTrial);
        if (hold == null) {
            arguments.text("").text("").text("");
        } else {
            arguments
                    .number(hold.untilMillis())
                    .flag(hold.then() == Hold.Then.RELEASE)
                    .bytes(RequestBytes.of(request, hold));
        }
        arguments.name(request.payer()).number(settings.capacity()).number(settings.mostPerPayer());
        writeHeld(held, of, arguments);
        arguments.number(request.places().size());
        for (Place place : request.places()) {
            arguments.number(place.max()).place(place);
        }
    }

    private static void writeHeld(@Nullable RedisReceipt held, @Nullable Reservation of, Arguments arguments) {
        if (held == null || of == null) {
            arguments.text("").text("").flag(false).text("").number(0).number(0);
            return;
        }
        arguments
                .text(held.name())
                .text(held.taken().reservation())
                .flag(held.isSpent() || of.isSettled())
                .name(of.request().payer())
                .places(of.request().places())
                .number(of.charges().size());
        for (int i = 0; i < of.charges().size(); i++) {
            arguments.name(of.charges().get(i).key().encoded());
            held.writeCharge(arguments, i);
        }
    }

    private static void write(Charge charge, long nowMillis, Arguments arguments) {
        CounterKey key = charge.key();
        KeyValue value = key.value();
        arguments
                .key(key)
                .number(charge.units())
                .text(charge.exceedsAlone() ? NO_WAITING_HELPS : Long.toString(charge.mostBefore()));
        if (key.definition().window() instanceof Window.Sliding sliding) {
            arguments.number(0).number(0).number(sliding.length().toMillis());
        } else {
            Window.Aligned aligned = (Window.Aligned) key.definition().window();
            arguments
                    .number(aligned.startOf(nowMillis))
                    .number(aligned.endOf(nowMillis))
                    .number(0);
        }
        arguments.flag(key.definition().isOpenedAtWill()).bytes(KeyBytes.of(value == null ? "" : value.shown()));
    }

    /** What counters of one namespace hold, less what a reservation put into them. */
    CompletableFuture<Answer> read(
            Namespace namespace,
            List<CounterKey> keys,
            @Nullable RedisReceipt held,
            List<Charge> charges,
            long hintMillis) {
        return scripts.run(Script.READ, namespace, hintMillis, (arguments, now) -> {
            if (held == null) {
                arguments.text("").text("");
            } else {
                arguments.text(held.name()).text(held.taken().reservation());
            }
            for (CounterKey key : keys) {
                arguments.key(key);
                int charge = held == null || held.isSpent() ? -1 : indexOf(key, charges);
                if (held == null || charge < 0) {
                    arguments.text("").number(0).number(0).number(0);
                } else {
                    held.writeCharge(arguments, charge);
                }
            }
        });
    }

    private static int indexOf(CounterKey key, List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
