package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.stored.RequestBytes;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked of several namespaces at once, each by a script of its own. Never blocks. */
final class Inspection {
    private final Ledgers ledgers;

    Inspection(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    /** By namespace, at which places of a list its members stand. */
    private <K> Map<Namespace, List<Integer>> grouped(List<K> keys, Function<K, String> namespace) {
        Map<Namespace, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            groups.computeIfAbsent(ledgers.namespace(namespace.apply(keys.get(i))), name -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }

    private static <K> List<K> at(List<Integer> places, List<K> keys) {
        return places.stream().map(keys::get).toList();
    }

    /** Tells what each namespace has answered, when all have. */
    private static CompletableFuture<Void> all(
            Map<Namespace, CompletableFuture<Answer>> asked, BiConsumer<Namespace, Answer> told) {
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenRun(() -> asked.forEach((namespace, answer) -> told.accept(namespace, answer.join())));
    }

    private CompletableFuture<Map<Namespace, Answer>> rows(
            Map<Namespace, List<Integer>> groups,
            List<CounterKey> keys,
            @Nullable RedisReceipt held,
            List<Charge> charges,
            long hintMillis) {
        Map<Namespace, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        groups.forEach((namespace, places) -> asked.put(
                namespace,
                ledgers.read(
                        namespace,
                        at(places, keys),
                        held != null && held.namespace() == namespace ? held : null,
                        charges,
                        hintMillis)));
        Map<Namespace, Answer> answers = new HashMap<>();
        return all(asked, answers::put).thenApply(none -> answers);
    }

    /** What counters hold, less what a reservation put into them. */
    CompletableFuture<long[]> read(
            List<CounterKey> keys, @Nullable RedisReceipt held, List<Charge> charges, long hintMillis) {
        Map<Namespace, List<Integer>> groups =
                grouped(keys, key -> key.definition().namespace());
        return rows(groups, keys, held, charges, hintMillis).thenApply(answers -> {
            long[] units = new long[keys.size()];
            groups.forEach((namespace, places) -> {
                List<?> rows = rowsOf(answers, namespace);
                for (int i = 0; i < places.size(); i++) {
                    units[places.get(i)] = Long.parseLong(Answer.textOf(rows.get(3 * i)));
                }
            });
            return units;
        });
    }

    private static List<?> rowsOf(Map<Namespace, Answer> answers, Namespace namespace) {
        return answerOf(answers, namespace).rows();
    }

    private static Answer answerOf(Map<Namespace, Answer> answers, Namespace namespace) {
        Answer answer = answers.get(namespace);
        if (answer == null) {
            throw new IllegalStateException("every namespace has answered");
        }
        return answer;
    }

    /** What counters hold, and in which window. */
    CompletableFuture<List<CounterUsage>> usage(List<CounterKey> keys, long hintMillis) {
        Map<Namespace, List<Integer>> groups =
                grouped(keys, key -> key.definition().namespace());
        return rows(groups, keys, null, List.of(), hintMillis).thenApply(answers -> {
            CounterUsage[] usages = new CounterUsage[keys.size()];
            groups.forEach((namespace, places) -> {
                Answer answer = answerOf(answers, namespace);
                for (int i = 0; i < places.size(); i++) {
                    usages[places.get(i)] = usage(keys.get(places.get(i)), answer.rows(), 3 * i, answer.nowMillis());
                }
            });
            return List.of(usages);
        });
    }

    /** What a row of units, start and end says of a counter; of one that is missing, the window now current. */
    static CounterUsage usage(CounterKey key, List<?> rows, int at, long nowMillis) {
        long units = Long.parseLong(Answer.textOf(rows.get(at)));
        String start = Answer.textOf(rows.get(at + 1));
        if (key.definition().window() instanceof Window.Aligned aligned) {
            return start.isEmpty()
                    ? new CounterUsage(key, units, aligned.startOf(nowMillis), aligned.endOf(nowMillis))
                    : new CounterUsage(
                            key, units, Long.parseLong(start), Long.parseLong(Answer.textOf(rows.get(at + 2))));
        }
        long length = ((Window.Sliding) key.definition().window()).length().toMillis();
        return new CounterUsage(key, units, nowMillis + 1 - length, nowMillis + 1);
    }

    /** How many calls hold places. */
    CompletableFuture<int[]> placesHeld(List<PlaceKey> keys, long hintMillis) {
        Map<Namespace, List<Integer>> groups = grouped(keys, PlaceKey::namespace);
        Map<Namespace, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        groups.forEach((namespace, places) -> asked.put(
                namespace, ledgers.scripts().run(Script.PLACES_HELD, namespace, hintMillis, (arguments, now) -> {
                    arguments.number(places.size());
                    places.forEach(place -> arguments.name(keys.get(place)));
                })));
        int[] held = new int[keys.size()];
        return all(asked, (namespace, answer) -> {
                    List<Integer> places = groups.getOrDefault(namespace, List.of());
                    for (int i = 0; i < places.size(); i++) {
                        held[places.get(i)] =
                                Integer.parseInt(Answer.textOf(answer.rows().get(i)));
                    }
                })
                .thenApply(none -> held);
    }

    /** The namespaces that this process knows, or the server does. */
    CompletableFuture<List<Namespace>> namespaces() {
        return ledgers.scripts().namespaces().thenApply(names -> {
            names.forEach(ledgers::namespace);
            return List.copyOf(ledgers.known().values());
        });
    }

    /** What is held under a name, in whichever namespace. */
    CompletableFuture<Optional<Reservation>> find(OperationId id, long hintMillis) {
        return namespaces().thenCompose(namespaces -> {
            List<CompletableFuture<Optional<Reservation>>> asked = namespaces.stream()
                    .map(namespace -> find(id, namespace, hintMillis))
                    .toList();
            return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .handle((none, failure) -> {
                        Optional<Reservation> found = asked.stream()
                                .filter(each -> !each.isCompletedExceptionally())
                                .flatMap(each -> each.join().stream())
                                .findFirst();
                        if (found.isEmpty() && failure != null) {
                            throw Failures.of(failure);
                        }
                        return found;
                    });
        });
    }

    private CompletableFuture<Optional<Reservation>> find(OperationId id, Namespace namespace, long hintMillis) {
        return ledgers.scripts()
                .run(Script.FIND, namespace, hintMillis, (arguments, now) -> arguments.text(id.toString()))
                .thenApply(answer -> {
                    if (!answer.is("found")) {
                        return Optional.empty();
                    }
                    ReserveRequest request = RequestBytes.request(answer.bytes(0), id);
                    Taken taken = Taken.of(answer, 1, request.charges().size());
                    return Optional.of(ledgers.reservation(request, namespace, taken));
                });
    }

    /** Has leases count from now; those that hold no place any more. */
    CompletableFuture<List<Reservation>> renew(
            List<Reservation> running, Function<Reservation, @Nullable RedisReceipt> receipts, long hintMillis) {
        List<@Nullable RedisReceipt> owned = new ArrayList<>();
        running.forEach(each -> owned.add(receipts.apply(each)));
        Map<Namespace, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < running.size(); i++) {
            RedisReceipt receipt = owned.get(i);
            if (receipt != null) {
                groups.computeIfAbsent(receipt.namespace(), name -> new ArrayList<>())
                        .add(i);
            }
        }
        Map<Namespace, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        groups.forEach((namespace, places) ->
                asked.put(namespace, ledgers.scripts().run(Script.RENEW, namespace, hintMillis, (arguments, now) -> {
                    arguments.number(places.size());
                    for (int place : places) {
                        ReserveRequest request = running.get(place).request();
                        RedisReceipt receipt = owned.get(place);
                        arguments
                                .text(receipt == null ? "" : receipt.taken().reservation())
                                .name(request.payer())
                                .places(request.places());
                    }
                })));
        boolean[] isHeld = new boolean[running.size()];
        return all(asked, (namespace, answer) -> {
                    List<Integer> places = groups.getOrDefault(namespace, List.of());
                    for (int i = 0; i < places.size(); i++) {
                        isHeld[places.get(i)] =
                                Answer.textOf(answer.rows().get(i)).equals("1");
                    }
                })
                .thenApply(none -> lost(running, isHeld));
    }

    private static List<Reservation> lost(List<Reservation> running, boolean[] isHeld) {
        List<Reservation> lost = new ArrayList<>();
        for (int i = 0; i < isHeld.length; i++) {
            if (!isHeld[i]) {
                lost.add(running.get(i));
            }
        }
        return List.copyOf(lost);
    }
}
