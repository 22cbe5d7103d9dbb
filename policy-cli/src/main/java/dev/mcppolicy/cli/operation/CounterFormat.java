package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How answers on counters are written. */
enum CounterFormat {
    /** For people. */
    TEXT {
        @Override
        String write(List<CounterUsage> counters) {
            if (counters.isEmpty()) {
                return "no window of a counter runs, in no namespace that the store can tell or that was named\n";
            }
            return counters.stream()
                    .collect(Collectors.groupingBy(
                            usage -> usage.key().definition().namespace(), LinkedHashMap::new, Collectors.toList()))
                    .entrySet()
                    .stream()
                    .map(namespace -> VisibleText.of(namespace.getKey()) + "\n" + lines(namespace.getValue()))
                    .collect(Collectors.joining());
        }

        @Override
        String writeReset(List<CounterUsage> counters) {
            return counters.stream()
                    .map(usage -> "set back: " + line(usage) + "\n")
                    .collect(Collectors.joining());
        }

        @Override
        String writeClock(long nowMillis) {
            return "the store counts on from " + Instant.ofEpochMilli(nowMillis) + "\n";
        }

        @Override
        String writeReopened(String namespace) {
            return "counted on from what is there: " + VisibleText.of(namespace) + "\n";
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(List<CounterUsage> counters) {
            return json("counters", counters);
        }

        @Override
        String writeReset(List<CounterUsage> counters) {
            return json("reset", counters);
        }

        @Override
        String writeClock(long nowMillis) {
            return JsonLayout.indented(
                            Map.of("clock", Instant.ofEpochMilli(nowMillis).toString()))
                    + "\n";
        }

        @Override
        String writeReopened(String namespace) {
            return JsonLayout.indented(Map.of("reopened", namespace)) + "\n";
        }
    };

    /** The counters, those of one namespace together. */
    abstract String write(List<CounterUsage> counters);

    /** Counters that were set back, as they stood before. */
    abstract String writeReset(List<CounterUsage> counters);

    /** The instant to which the clock was set. */
    abstract String writeClock(long nowMillis);

    /** The namespace in which is counted on. */
    abstract String writeReopened(String namespace);

    private static String lines(List<CounterUsage> counters) {
        return counters.stream().map(usage -> "  " + line(usage) + "\n").collect(Collectors.joining());
    }

    private static String line(CounterUsage usage) {
        CounterKey key = usage.key();
        CounterDefinition definition = key.definition();
        String server = definition.server().isEmpty() ? "" : "  on " + VisibleText.of(definition.server());
        return CounterId.of(key) + "  " + VisibleText.of(definition.qualifiedName()) + server + "  " + whose(key) + "  "
                + used(usage).toPlainString() + " in " + definition.window().id() + " until "
                + Instant.ofEpochMilli(usage.endMillis());
    }

    private static BigDecimal used(CounterUsage usage) {
        BigDecimal used = usage.key().definition().scale().amountOf(usage.units());
        return used.signum() == 0 ? BigDecimal.ZERO : used.stripTrailingZeros();
    }

    private static String whose(CounterKey key) {
        String scope = key.definition().scope().id();
        String identity = key.identity();
        String session = key.session();
        String value = key.value() == null ? "" : " for " + shown(key);
        return scope
                + (identity == null ? "" : " " + VisibleText.of(identity))
                + (session == null ? "" : " " + VisibleText.of(session))
                + value;
    }

    private static String shown(CounterKey key) {
        return String.valueOf(key.definition().key()) + " "
                + (key.value() == null || key.value().shown().isEmpty()
                        ? "(not shown)"
                        : VisibleText.of(key.value().shown()));
    }

    private static String json(String name, List<CounterUsage> counters) {
        return JsonLayout.indented(Map.of(
                        name, counters.stream().map(CounterFormat::members).toList()))
                + "\n";
    }

    private static Map<String, Object> members(CounterUsage usage) {
        CounterKey key = usage.key();
        CounterDefinition definition = key.definition();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", CounterId.of(key));
        members.put("namespace", definition.namespace());
        put("server", definition.server().isEmpty() ? null : definition.server(), members);
        members.put("counter", definition.qualifiedName());
        members.put("scope", definition.scope().id());
        put("identity", key.identity(), members);
        put("session", key.session(), members);
        put("key", definition.key() == null ? null : definition.key().toString(), members);
        put("value", key.value() == null ? null : key.value().shown(), members);
        members.put("window", definition.window().id());
        members.put("used", used(usage));
        members.put("from", Instant.ofEpochMilli(usage.startMillis()).toString());
        members.put("until", Instant.ofEpochMilli(usage.endMillis()).toString());
        return members;
    }

    private static void put(String name, @Nullable String value, Map<String, Object> members) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
