package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters and places that two stores are compared by: of every kind of window, with keys that are hard to write down. */
final class ComparedCounters {
    private static final String HARD = "n\uffff";

    final List<CounterKey> keys = new ArrayList<>();
    final List<PlaceKey> places = new ArrayList<>();
    private final List<String> namespaces;

    /** What a run is about. */
    enum Kind {
        /** Windows and leases end. */
        SHORT,
        /** Windows and leases outlast the run, in which an operator puts the clock back. */
        LONG,
        /** The stores are small, and the clock keeps away from the ends of windows. */
        FULL
    }

    /** Counters of one namespace, or of two. */
    ComparedCounters(Kind kind, boolean isOneNamespace) {
        this.namespaces = isOneNamespace ? List.of(HARD, HARD) : List.of("", HARD);
        for (Window window : windows(kind)) {
            for (Scope scope : List.of(Scope.GLOBAL, Scope.SESSION)) {
                keys.add(CounterKey.of(definition(window, scope, null), null, scope == Scope.GLOBAL ? null : "s"));
            }
            LimitKey paths = new LimitKey.Paths(
                    List.of(ArgumentPath.parse("args[\"a, \\\"b\"]"), ArgumentPath.parse("args.c[0]")));
            for (LimitKey key : List.of(new LimitKey.AllArguments(), paths)) {
                keys.add(CounterKey.of(definition(window, Scope.PRINCIPAL, key), "p\ud800", null, value()));
            }
        }
        places.add(new PlaceKey(namespaces.get(0), "", RulePlace.everyTool(), Scope.GLOBAL, null, null));
        places.add(new PlaceKey(namespaces.get(1), "s", RulePlace.group("g"), Scope.GRANT, "me", null));
    }

    private static KeyValue value() {
        KeyValue value = KeyValue.of(List.of("v\uffff", 1));
        if (value == null) {
            throw new IllegalStateException("text and numbers are values of a key");
        }
        return value;
    }

    private static List<Window> windows(Kind kind) {
        Window month = Window.Calendar.MONTH.in(ZoneId.of("Europe/Berlin"));
        return switch (kind) {
            case SHORT ->
                List.of(
                        Window.Calendar.MINUTE,
                        Window.Calendar.HOUR,
                        month,
                        new Window.Seconds(7),
                        new Window.Sliding(Duration.ofSeconds(5)),
                        new Window.Sliding(Duration.ofMinutes(2)));
            case LONG ->
                List.of(
                        Window.Calendar.DAY,
                        Window.Calendar.WEEK,
                        month,
                        new Window.Seconds(1_000_000),
                        new Window.Sliding(Duration.ofHours(10)),
                        new Window.Sliding(Duration.ofHours(20)));
            case FULL ->
                List.of(
                        Window.Calendar.MINUTE,
                        Window.Calendar.HOUR,
                        month,
                        Window.Calendar.DAY,
                        new Window.Sliding(Duration.ofMillis(121_500)),
                        Window.Calendar.WEEK);
        };
    }

    private CounterDefinition definition(Window window, Scope scope, @Nullable LimitKey key) {
        RulePlace place = keys.size() % 3 == 0
                ? RulePlace.everyTool()
                : keys.size() % 3 == 1 ? RulePlace.tool("-\u00e4\u0000") : RulePlace.group("\ud83d\ude00");
        return new CounterDefinition(
                namespaces.get(keys.size() % 2), "s", place, "n" + keys.size(), window, scope, Scale.WHOLE, key);
    }

    /** The namespaces that there are, and one that nobody counts in. */
    List<String> namespaces() {
        return List.of(namespaces.get(0), namespaces.get(1), "n");
    }
}
