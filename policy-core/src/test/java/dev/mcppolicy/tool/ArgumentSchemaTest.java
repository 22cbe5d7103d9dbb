package dev.mcppolicy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition.Comparison;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.schema.InvalidSchemaException;
import dev.mcppolicy.schema.JsonSchema;
import dev.mcppolicy.tool.ArgumentFacts.Standing;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of arguments by a schema is true of all arguments that the schema admits. */
class ArgumentSchemaTest {
    private static final int SCHEMAS = 1_500;
    private static final int ARGUMENTS = 12;
    private static final List<ArgumentPath> PATHS = List.of(
                    "args.a",
                    "args.b",
                    "args.c",
                    "args.ab",
                    "args.a.a",
                    "args.a.b",
                    "args.b.c",
                    "args.a[0]",
                    "args.a[*]",
                    "args.b[1]",
                    "args.a[*].b",
                    "args.c.a[*]",
                    "args.a.b.c")
            .stream()
            .map(ArgumentPath::parse)
            .toList();
    private static final List<Operator> OPERATORS = List.of(Operator.values());

    private final Map<Kind, Integer> doubted = new EnumMap<>(Kind.class);
    private final Map<String, Integer> claims = new HashMap<>();

    /** What stands at a path in some arguments. */
    private static final class Found {
        final List<Object> values = new ArrayList<>();
        boolean missing;
        boolean astray;

        Found(@Nullable Object value, List<ArgumentPath.Step> steps) {
            walk(value, steps);
        }

        private void walk(@Nullable Object value, List<ArgumentPath.Step> steps) {
            if (value == null) {
                missing = true;
            } else if (steps.isEmpty()) {
                values.add(value);
            } else {
                step(value, steps.get(0), steps.subList(1, steps.size()));
            }
        }

        private void step(Object value, ArgumentPath.Step step, List<ArgumentPath.Step> others) {
            if (step instanceof ArgumentPath.Member member && value instanceof Map<?, ?> map) {
                walk(map.get(member.name()), others);
            } else if (step instanceof ArgumentPath.Element element && value instanceof List<?> list) {
                walk(element.index() < list.size() ? list.get(element.index()) : null, others);
            } else if (step instanceof ArgumentPath.EveryElement && value instanceof List<?> list) {
                missing |= list.isEmpty();
                list.forEach(each -> walk(each, others));
            } else {
                astray = true;
            }
        }
    }

    @Test
    void what_a_schema_makes_impossible_no_valid_call_does_and_what_it_requires_each_has() {
        for (int seed = 0; seed < SCHEMAS; seed++) {
            RandomSchemas random = new RandomSchemas(seed);
            Map<String, Object> schema = random.inputSchema();
            JsonSchema oracle;
            try {
                oracle = JsonSchema.of(schema);
            } catch (InvalidSchemaException e) {
                // Whatever it is, it is looked at without harm.
                PATHS.forEach(new ArgumentSchema(schema, new CheckWork())::at);
                continue;
            }
            ArgumentSchema checked = new ArgumentSchema(schema, new CheckWork());
            Set<?> named = schema.get("properties") instanceof Map<?, ?> map ? map.keySet() : Set.of();
            List<Map<String, @Nullable Object>> valid = IntStream.range(0, ARGUMENTS)
                    .mapToObj(i -> random.arguments(schema))
                    .filter(arguments -> oracle.problem(arguments, WorkLimits.DEFAULT) == null)
                    .toList();
            if (!checked.takesOthers()) {
                valid.forEach(arguments -> {
                    claim("closed");
                    require(!arguments.containsKey(RandomSchemas.STRANGE), "seed " + schema);
                });
            }
            for (ArgumentPath path : PATHS) {
                String about = path + " of seed " + seed;
                Comparison comparison = comparison(random, path);
                for (Map<String, @Nullable Object> arguments : valid) {
                    assertTrueOf(checked, named, path, arguments, about);
                    assertTrueOf(comparison, checked.at(path), arguments, about);
                }
            }
        }

        assertThat(claims.values()).as("%s", claims).allMatch(count -> count > 200);
        assertThat(claims).containsOnlyKeys("known", "unknown", "astray", "required", "closed");
        assertThat(doubted)
                .as("doubts that were put to the test")
                .containsOnlyKeys(Kind.IMPOSSIBLE, Kind.IMPOSSIBLE_VALUE);
        assertThat(doubted.get(Kind.IMPOSSIBLE)).isGreaterThan(1_000);
    }

    private void assertTrueOf(
            ArgumentSchema schema, Set<?> named, ArgumentPath path, Map<String, ?> arguments, String about) {
        ArgumentFacts facts = schema.at(path);
        Found found = new Found(arguments, path.steps());
        if (facts.standing() == Standing.ASTRAY) {
            claim("astray");
            List<ArgumentPath.Step> reached = path.steps().subList(0, facts.step());
            JsonType container =
                    path.steps().get(facts.step()) instanceof ArgumentPath.Member ? JsonType.OBJECT : JsonType.ARRAY;
            requireNone(new Found(arguments, reached).values, value -> JsonType.of(value) == container, about);
        } else if (facts.isUnknown()) {
            claim("unknown");
            boolean isNamed = facts.step() == 0
                    && named.contains(path.steps().get(0).toString().substring(1));
            require(!isNamed, about);
        } else {
            claim("known");
            requireNone(found.values, value -> facts.ranges().stream().noneMatch(range -> range.admits(value)), about);
        }
        if (facts.required()) {
            claim("required");
            require(!found.missing && !found.astray, about);
        }
    }

    private void assertTrueOf(Comparison comparison, ArgumentFacts facts, Map<String, ?> arguments, String about) {
        if (facts.isUnknown() || facts.standing() == Standing.ASTRAY || comparison.operator() == Operator.EXISTS) {
            return;
        }
        ArgumentPath path = (ArgumentPath) comparison.path();
        List<Object> values = new Found(arguments, path.steps()).values;
        for (Doubt doubt : ComparisonCheck.doubts(comparison, facts, true)) {
            doubted.merge(doubt.kind(), 1, Integer::sum);
            requireNone(values, value -> contradicts(comparison, doubt, value), about);
        }
    }

    private static void requireNone(List<Object> values, Predicate<Object> contradicts, String about) {
        for (Object value : values) {
            require(!contradicts.test(value), about);
        }
    }

    /** Without the ceremony of an assertion, of which there are hundreds of thousands. */
    private static void require(boolean holds, String about) {
        if (!holds) {
            throw new AssertionError(about);
        }
    }

    private static boolean contradicts(Comparison comparison, Doubt doubt, Object value) {
        boolean excludes = comparison.operator() == Operator.NEQ || comparison.operator() == Operator.NOT_IN;
        if (doubt.kind() == Kind.IMPOSSIBLE && !excludes) {
            return comparison.test().test(value) == Truth.TRUE;
        }
        List<?> operands = comparison.operand() instanceof List<?> list ? list : List.of(comparison.operand());
        return operands.stream()
                .filter(operand -> doubt.kind() == Kind.IMPOSSIBLE
                        || doubt.subject().startsWith(CanonicalJson.write(operand) + "`"))
                .anyMatch(operand -> JsonEquality.compare(operand, value) == Truth.TRUE);
    }

    private static Comparison comparison(RandomSchemas random, ArgumentPath path) {
        while (true) {
            Operator operator = random.oneOf(OPERATORS);
            Object operand =
                    switch (operator) {
                        case IN, NOT_IN ->
                            List.of(random.oneOf(RandomSchemas.VALUES), random.oneOf(RandomSchemas.VALUES));
                        case EXISTS -> true;
                        case WITHIN -> List.of("/srv");
                        case HOST_IN, EMAIL_IN -> List.of("example.com");
                        case REGEX, NOT_REGEX -> random.oneOf(List.of("^a", "5", "open|closed", "^$"));
                        default -> random.value(1);
                    };
            try {
                return new Comparison(path, operator, operand, operator.comparesNumbers() && random.oneIn(5));
            } catch (IllegalArgumentException e) {
                // Not every operator takes every value.
            }
        }
    }

    private void claim(String claim) {
        claims.merge(claim, 1, Integer::sum);
    }
}
