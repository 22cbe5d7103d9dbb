package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Law 11, over random policies: no value put in the shape of another lets a denied call pass. */
class ShapeLawTest {
    private static final int CALLS = 40;

    /** What a path or an operator expects at a place. */
    private enum Shape {
        SCALAR,
        LIST,
        OBJECT,
        /** Nothing that another shape would have to be kept from. */
        ANY;

        static Shape of(@Nullable Object value) {
            return value instanceof List ? LIST : value instanceof Map ? OBJECT : SCALAR;
        }
    }

    /** A place in arguments: member names and indexes. */
    private record Place(List<Object> keys, Object value) {}

    /** Puts random calls to a random policy, and every denied one again with each of its values in other shapes. */
    private static Map<String, Integer> run(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy policy = random.policy();
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
        Map<String, Integer> tried = new TreeMap<>();
        for (int i = 0; i < CALLS; i++) {
            ToolCall call = random.call();
            Decision decision = engine.decide(call);
            if (!(decision instanceof Decision.Deny) || !(call.arguments() instanceof Map<?, ?> arguments)) {
                continue;
            }
            if (rules(policy, call.tool()).stream().anyMatch(ShapeLawTest::countsByAllArguments)) {
                // Whatever is changed is another call to it: it stops repetition alone.
                continue;
            }
            for (Place place : places(arguments, List.of())) {
                for (Object other : others(place, rules(policy, call.tool()))) {
                    Map<?, ?> changed = (Map<?, ?>) with(arguments, place.keys(), other);
                    Decision again = engine.decide(ToolCall.of(call.tool(), changed, call.caller()));
                    assertThat(again)
                            .as(
                                    "seed %d: %s was %s with %s, and with %s it is %s, under %s",
                                    seed,
                                    call.tool(),
                                    Verdict.of(decision),
                                    arguments,
                                    changed,
                                    Verdict.of(again),
                                    policy)
                            .isInstanceOf(Decision.Deny.class);
                    tried.merge(Shape.of(place.value()) + " as " + Shape.of(other), 1, Integer::sum);
                }
            }
        }
        return tried;
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_11_another_shape_never_turns_a_denial_into_an_allowance(@ForAll long seed) {
        run(seed);
    }

    @Test
    void the_generator_wraps_unwraps_stringifies_and_mixes_two_hundred_times_a_policy() {
        Map<String, Integer> tried = new TreeMap<>();
        for (long seed = 0; seed < 100; seed++) {
            run(seed).forEach((kind, times) -> tried.merge(kind, times, Integer::sum));
        }

        assertThat(tried)
                .containsKeys(
                        "LIST as LIST",
                        "LIST as OBJECT",
                        "LIST as SCALAR",
                        "OBJECT as LIST",
                        "OBJECT as SCALAR",
                        "SCALAR as LIST",
                        "SCALAR as OBJECT");
        assertThat(tried.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(100 * 200);
    }

    private static boolean countsByAllArguments(Rule rule) {
        LimitKey key = rule instanceof Limit limit
                ? limit.key()
                : rule instanceof Concurrency concurrency ? concurrency.key() : null;
        return key instanceof LimitKey.AllArguments;
    }

    private static List<Rule> rules(Policy policy, String tool) {
        return policy.rulesFor(tool).stream().map(PlacedRule::rule).toList();
    }

    /** Every value that is there, at any depth. */
    private static List<Place> places(Object value, List<Object> keys) {
        List<Place> places = new ArrayList<>();
        if (!keys.isEmpty()) {
            places.add(new Place(keys, value));
        }
        Map<Object, @Nullable Object> parts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            parts.putAll(map);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                parts.put(i, list.get(i));
            }
        }
        parts.forEach((key, part) -> {
            List<Object> inner = new ArrayList<>(keys);
            inner.add(key);
            if (part != null) {
                places.addAll(places(part, inner));
            }
        });
        return places;
    }

    /** The shapes that the law speaks of at a place, where all that looks there expects another. */
    private static List<Object> others(Place place, List<Rule> rules) {
        boolean asList = true;
        boolean asObject = true;
        boolean asText = true;
        boolean looked = false;
        for (Rule rule : rules) {
            for (Look look : looks(rule)) {
                Shape expected = look.at(place.keys());
                if (expected == null) {
                    continue;
                }
                looked = true;
                boolean isStep = look.stepsThrough(place.keys());
                asList &= expected == Shape.SCALAR || expected == Shape.OBJECT;
                asObject &= expected == Shape.SCALAR || expected == Shape.LIST;
                asText &= isStep;
            }
        }
        List<Object> others = new ArrayList<>();
        Object value = place.value();
        if (looked && asList) {
            others.addAll(List.of(List.of(value), List.of(), List.of("a", 5)));
        }
        if (looked && asObject) {
            others.addAll(List.of(Map.of("k", value), Map.of("0", value), Map.of()));
        }
        if (looked && asText) {
            others.add(CanonicalJson.write(isPlain(value) ? value : "text"));
        }
        return others;
    }

    private static boolean isPlain(Object value) {
        try {
            return !CanonicalJson.write(value).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What one comparison or amount looks at; without an operand, another value of the call is what it compares with. */
    private record Look(
            ArgumentPath path,
            @Nullable Operator operator,
            @Nullable Object operand) {
        boolean stepsThrough(List<Object> keys) {
            return keys.size() < path.steps().size();
        }

        /** The shape expected at a place, or null where this does not look there. */
        @Nullable
        Shape at(List<Object> keys) {
            List<ArgumentPath.Step> steps = path.steps();
            for (int i = 0; i < Math.min(keys.size(), steps.size()); i++) {
                if (!leads(steps.get(i), keys.get(i))) {
                    return null;
                }
            }
            if (stepsThrough(keys)) {
                return steps.get(keys.size()) instanceof ArgumentPath.Member ? Shape.OBJECT : Shape.LIST;
            }
            return operator == null ? Shape.SCALAR : expected(keys.subList(steps.size(), keys.size()));
        }

        private Shape expected(List<Object> within) {
            return switch (operator) {
                case CONTAINS, NOT_CONTAINS -> Shape.ANY;
                // It asks for no shape, and nothing within a value matters to it.
                case EXISTS, LT, LTE, GT, GTE, REGEX, NOT_REGEX, WITHIN, HOST_IN, EMAIL_IN -> Shape.SCALAR;
                case EQ, NEQ -> shapeWithin(operand, within);
                case IN, NOT_IN -> {
                    List<Shape> shapes = ((List<?>) operand)
                            .stream()
                                    .map(element -> shapeWithin(element, within))
                                    .distinct()
                                    .toList();
                    yield shapes.size() == 1 ? shapes.get(0) : Shape.ANY;
                }
            };
        }

        private static Shape shapeWithin(@Nullable Object operand, List<Object> keys) {
            Object part = operand;
            for (Object key : keys) {
                part = key instanceof Integer index
                        ? part instanceof List<?> list && index < list.size() ? list.get(index) : null
                        : part instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return part == null ? Shape.ANY : Shape.of(part);
        }

        private static boolean leads(ArgumentPath.Step step, Object key) {
            if (step instanceof ArgumentPath.Member member) {
                return member.name().equals(key);
            }
            return key instanceof Integer index
                    && (step instanceof ArgumentPath.EveryElement || step.equals(new ArgumentPath.Element(index)));
        }
    }

    private static List<Look> looks(Rule rule) {
        List<Look> looks = new ArrayList<>();
        if (rule instanceof Limit limit && limit.amount() instanceof Amount.FromArgument from) {
            looks.add(new Look(from.path(), null, null));
        }
        if (rule instanceof Concurrency concurrency && concurrency.key() instanceof LimitKey.Paths key) {
            key.paths().forEach(path -> look(path, null, looks));
        }
        if (rule instanceof Limit limit && limit.key() instanceof LimitKey.Paths key) {
            key.paths().forEach(path -> look(path, null, looks));
        }
        rule.allConditions().forEach(condition -> collect(condition, looks));
        return looks;
    }

    private static void look(CallPath path, @Nullable Operator operator, List<Look> looks) {
        if (path instanceof ArgumentPath argument) {
            looks.add(new Look(argument, operator, null));
        }
    }

    private static void collect(Condition condition, List<Look> looks) {
        if (condition instanceof Condition.AllOf all) {
            all.conditions().forEach(part -> collect(part, looks));
        } else if (condition instanceof Condition.AnyOf any) {
            any.conditions().forEach(part -> collect(part, looks));
        } else if (condition instanceof Condition.Not not) {
            collect(not.condition(), looks);
        } else if (condition instanceof Condition.Optional optional) {
            collect(optional.comparison(), looks);
        } else if (condition instanceof Condition.PathComparison pair) {
            look(pair.path(), pair.operator(), looks);
            look(pair.from(), pair.operator(), looks);
        } else if (condition instanceof Condition.Comparison comparison
                && comparison.path() instanceof ArgumentPath path) {
            looks.add(new Look(path, comparison.operator(), comparison.operand()));
        }
    }

    private static @Nullable Object with(@Nullable Object value, List<Object> keys, Object other) {
        if (keys.isEmpty()) {
            return other;
        }
        List<Object> rest = keys.subList(1, keys.size());
        if (keys.get(0) instanceof Integer index) {
            List<@Nullable Object> copy = new ArrayList<>((List<?>) value);
            copy.set(index, with(copy.get(index), rest, other));
            return copy;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>((Map<?, ?>) value);
        copy.put(keys.get(0), with(copy.get(keys.get(0)), rest, other));
        return copy;
    }
}
