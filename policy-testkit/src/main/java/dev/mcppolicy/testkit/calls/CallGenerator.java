package dev.mcppolicy.testkit.calls;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.CandidateValues;
import dev.mcppolicy.testkit.internal.KnownCaller;
import dev.mcppolicy.testkit.internal.TypicalCallers;
import dev.mcppolicy.text.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes tool calls that a policy finds hard: of every tool that it names and one that it does not, with values at its
 * bounds, just inside and just outside, of the wrong type, looking like another, null and missing, by callers of every
 * kind. The same policy and seed make the same calls.
 *
 * <p>A property-testing library can drive it by its seeds. Immutable and safe for use by any thread.
 */
public final class CallGenerator {
    private final List<String> tools;
    private final Map<String, Map<CallPath, List<Object>>> values = new LinkedHashMap<>();

    private final Map<String, InputSchema> schemas;

    private CallGenerator(CallGenerator other, Map<String, InputSchema> schemas) {
        this.tools = other.tools;
        this.values.putAll(other.values);
        this.schemas = schemas;
    }

    private CallGenerator(List<Policy> policies) {
        this.schemas = Map.of();
        Set<String> named = new LinkedHashSet<>();
        policies.forEach(policy -> named.addAll(policy.tools().keySet()));
        policies.forEach(policy -> named.addAll(policy.hidden()));
        named.remove("*");
        named.add(TypicalCallers.UNLISTED);
        policies.forEach(policy -> Stream.concat(
                        policy.groups().values().stream().flatMap(group -> group.tools().stream()),
                        policy.hidden().stream().filter(entry -> !NamePattern.isAll(entry)))
                .forEach(entry -> named.addAll(examples(entry))));
        named.add(TypicalCallers.UNLISTED);
        this.tools = List.copyOf(named);
        for (String tool : tools) {
            List<Rule> rules = policies.stream()
                    .flatMap(policy -> policy.rulesFor(tool).stream())
                    .map(PlacedRule::rule)
                    .toList();
            values.put(tool, CandidateValues.of(rules));
        }
    }

    /** Names that an entry of a group or of the hidden tools matches: itself, or with little and with nothing in the place of its stars. */
    private static List<String> examples(String entry) {
        return NamePattern.isPattern(entry) ? List.of(entry.replace("*", "x"), entry.replace("*", "")) : List.of(entry);
    }

    /**
     * A generator of calls for a policy.
     *
     * @param policy the policy
     * @return the generator
     */
    @CheckReturnValue
    public static CallGenerator of(Policy policy) {
        return of(List.of(policy));
    }

    /** A generator of calls that one of several policies finds hard. */
    public static CallGenerator of(List<Policy> policies) {
        return new CallGenerator(policies);
    }

    /**
     * The generator with the schema of a tool's arguments. Of the calls of that tool, most hold arguments that the schema
     * admits, with the policy's values where they may stand, and some such that it just does not.
     *
     * @param tool the tool's name, which the policy names
     * @param inputSchema the schema of its arguments
     * @return the changed copy
     * @throws IllegalArgumentException if the policy does not name the tool
     */
    @CheckReturnValue
    public CallGenerator withInputSchema(String tool, InputSchema inputSchema) {
        if (!tools.contains(tool)) {
            throw new IllegalArgumentException(
                    "the policy does not name `" + tool + "`" + NearestName.help(tool, tools));
        }
        Map<String, InputSchema> all = new LinkedHashMap<>(schemas);
        all.put(tool, inputSchema);
        return new CallGenerator(this, all);
    }

    /** The tools that calls are made of. */
    public List<String> tools() {
        return tools;
    }

    /**
     * Calls without end.
     *
     * @param seed any number; the same for the same calls
     * @return calls in one order, to be limited
     */
    public Stream<ToolCall> calls(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> call(random));
    }

    private ToolCall call(SplittableRandom random) {
        String tool = oneOf(tools, random);
        InputSchema schema = schemas.get(tool);
        return ToolCall.of(
                tool, schema == null ? arguments(tool, random) : arguments(tool, schema, random), caller(tool, random));
    }

    /** Arguments of the schema's kind, with the policy's values put where the schema admits them. */
    private Map<String, @Nullable Object> arguments(String tool, InputSchema schema, SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            return schema.nearMisses(random.nextLong()).findFirst().orElseThrow();
        }
        Map<String, @Nullable Object> arguments =
                schema.valid(random.nextLong()).findFirst().orElseThrow();
        for (Map.Entry<ArgumentPath, List<Object>> each : ofArguments(tool)) {
            Object value = oneOf(each.getValue(), random);
            Map<String, @Nullable Object> other = Arguments.withIfPossible(
                    arguments, oneElement(each.getKey(), random), value == CandidateValues.NULL ? null : value);
            arguments = schema.admits(other) ? other : arguments;
        }
        return arguments;
    }

    private Map<String, @Nullable Object> arguments(String tool, SplittableRandom random) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (Map.Entry<ArgumentPath, List<Object>> each : ofArguments(tool)) {
            if (random.nextInt(6) > 0) {
                Object value = oneOf(each.getValue(), random);
                ArgumentPath place = oneElement(each.getKey(), random);
                int steps = place.steps().size();
                if (steps > 1 && random.nextInt(12) == 0) {
                    // What stands on the way in another shape.
                    place = new ArgumentPath(place.steps().subList(0, 1 + random.nextInt(steps - 1)));
                }
                arguments = Arguments.withIfPossible(arguments, place, value == CandidateValues.NULL ? null : value);
            }
        }
        return arguments;
    }

    private List<Map.Entry<ArgumentPath, List<Object>>> ofArguments(String tool) {
        List<Map.Entry<ArgumentPath, List<Object>>> found = new ArrayList<>();
        values.getOrDefault(tool, Map.of()).forEach((path, candidates) -> {
            if (path instanceof ArgumentPath argument) {
                found.add(Map.entry(argument, candidates));
            }
        });
        return found;
    }

    /** A caller of any kind, of whom mostly what rules look at is known. */
    private Caller caller(String tool, SplittableRandom random) {
        Caller caller = oneOf(TypicalCallers.CALLERS, random);
        for (Map.Entry<CallPath, List<Object>> each :
                values.getOrDefault(tool, Map.of()).entrySet()) {
            if (each.getKey() instanceof CallerPath path && random.nextInt(6) > 0) {
                CallerPath place = new CallerPath(path.part(), oneElement(path.steps(), random));
                caller = KnownCaller.with(caller, place, oneOf(each.getValue(), random));
            }
        }
        return caller;
    }

    private static ArgumentPath oneElement(ArgumentPath path, SplittableRandom random) {
        return new ArgumentPath(oneElement(path.steps(), random));
    }

    private static List<ArgumentPath.Step> oneElement(List<ArgumentPath.Step> path, SplittableRandom random) {
        List<ArgumentPath.Step> steps = new ArrayList<>();
        for (ArgumentPath.Step step : path) {
            steps.add(step instanceof ArgumentPath.EveryElement ? new ArgumentPath.Element(random.nextInt(2)) : step);
        }
        return steps;
    }

    private static <T> T oneOf(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }
}
