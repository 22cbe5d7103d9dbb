package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Sees whether the callers and keys of limits, and of calls that run at once, are counted apart or together: by the calls
 * that one tester judges.
 */
final class CallersApart {
    private final BiConsumer<Rule, CoverageGoal.Kind> reached;
    /** Who charged a counter, and when. */
    private final Map<CounterKey, List<Charge>> charges = new HashMap<>();

    private final Map<CounterKey, Long> deniedMillis = new HashMap<>();
    private final Map<PlaceKey, List<Charge>> begun = new HashMap<>();
    private final Map<PlaceKey, Long> fullMillis = new HashMap<>();

    private record Charge(Caller caller, long atMillis) {}

    CallersApart(BiConsumer<Rule, CoverageGoal.Kind> reached) {
        this.reached = reached;
    }

    /** Sees a call charge a counter. */
    void seeCharged(CounterKey counter, Caller caller, long atMillis) {
        charges.computeIfAbsent(counter, key -> new ArrayList<>()).add(new Charge(caller, atMillis));
    }

    /** Sees a limit pass a call. */
    void seePassed(Explanation.LimitEvaluation look, long atMillis) {
        CounterKey counter = look.counter();
        if (counter == null) {
            return;
        }
        Window window = look.rule().window();
        deniedMillis.forEach((denied, at) -> {
            if (isBeside(denied, counter) && !isLater(window, at, atMillis)) {
                boolean isSameCaller = Objects.equals(denied.identity(), counter.identity())
                        && Objects.equals(denied.session(), counter.session());
                boolean isSameKey = Objects.equals(denied.value(), counter.value());
                if (isSameCaller && counter.value() != null) {
                    reached.accept(look.rule(), CoverageGoal.Kind.OTHER_KEY);
                } else if (isSameKey) {
                    reached.accept(look.rule(), CoverageGoal.Kind.OTHER_CALLER);
                }
            }
        });
        Long denied = deniedMillis.get(counter);
        if (denied != null && isLater(window, denied, atMillis)) {
            reached.accept(look.rule(), CoverageGoal.Kind.NEXT_WINDOW);
        }
    }

    /** Sees a limit deny a call. */
    void seeDenied(Explanation.LimitEvaluation look, Caller caller, long atMillis) {
        CounterKey counter = look.counter();
        if (counter == null) {
            return;
        }
        deniedMillis.put(counter, atMillis);
        boolean isTogether = look.rule().scope() == Scope.GLOBAL
                && charges.getOrDefault(counter, List.of()).stream()
                        .anyMatch(charge -> !charge.caller().equals(caller)
                                && isWithin(look.rule().window(), charge.atMillis(), atMillis));
        if (isTogether) {
            reached.accept(look.rule(), CoverageGoal.Kind.OTHER_CALLER);
        }
    }

    /** Sees a call that takes a place. */
    void seeBegun(Explanation.ConcurrencyEvaluation look, Caller caller, long atMillis) {
        PlaceKey place = look.key();
        if (place == null) {
            return;
        }
        begun.computeIfAbsent(place, key -> new ArrayList<>()).add(new Charge(caller, atMillis));
        fullMillis.forEach((full, at) -> {
            if (at == atMillis && isBeside(full, place)) {
                boolean isSameCaller = Objects.equals(full.identity(), place.identity())
                        && Objects.equals(full.session(), place.session());
                reached.accept(
                        look.rule(), isSameCaller ? CoverageGoal.Kind.OTHER_KEY : CoverageGoal.Kind.OTHER_CALLER);
            }
        });
    }

    /** Sees a call for which no place is free. */
    void seeFull(Explanation.ConcurrencyEvaluation look, Caller caller, long atMillis) {
        PlaceKey place = look.key();
        if (place == null) {
            return;
        }
        fullMillis.put(place, atMillis);
        List<Charge> running = begun.getOrDefault(place, List.of());
        // The last calls that began hold the places.
        boolean isTogether = look.rule().scope() == Scope.GLOBAL
                && running.subList(Math.max(0, running.size() - look.rule().max()), running.size()).stream()
                        .anyMatch(charge -> !charge.caller().equals(caller));
        if (isTogether) {
            reached.accept(look.rule(), CoverageGoal.Kind.OTHER_CALLER);
        }
    }

    private static boolean isBeside(CounterKey denied, CounterKey counter) {
        return denied.definition().equals(counter.definition()) && !denied.equals(counter);
    }

    private static boolean isBeside(PlaceKey full, PlaceKey place) {
        boolean sameCaller =
                Objects.equals(full.identity(), place.identity()) && Objects.equals(full.session(), place.session());
        boolean sameValue = Objects.equals(full.value(), place.value());
        return full.place().equals(place.place())
                && full.scope() == place.scope()
                && Objects.equals(full.key(), place.key())
                && sameCaller != sameValue;
    }

    private static boolean isWithin(Window window, long chargedMillis, long atMillis) {
        return window instanceof Window.Sliding sliding
                ? atMillis - chargedMillis < sliding.length().toMillis()
                : !isLater(window, chargedMillis, atMillis);
    }

    private static boolean isLater(Window window, long deniedMillis, long atMillis) {
        return window instanceof Window.Aligned aligned
                ? atMillis >= aligned.endOf(deniedMillis)
                : atMillis > deniedMillis;
    }
}
