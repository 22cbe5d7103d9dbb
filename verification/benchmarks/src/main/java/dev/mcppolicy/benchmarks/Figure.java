package dev.mcppolicy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * One figure that the library is to reach, or that is worth knowing.
 *
 * @param text what it says
 * @param unit what it is counted in, after the number
 * @param goal what is to be reached, or null where nothing is
 * @param reading its value, if what it needs was measured
 */
record Figure(String text, String unit, Goal goal, Function<Results, Optional<Estimate>> reading) {
    /** A bound that a figure must keep. */
    record Goal(boolean atMost, double bound) {
        boolean isReachedBy(double value) {
            return atMost ? value <= bound : value >= bound;
        }
    }

    /** The figures of the page, in its order. */
    static List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        figures.add(ratio(
                "judging, pattern engine, against hand-written with the same",
                "Judging.engineWithMatcher",
                "Judging.handPattern",
                atMost(3)));
        figures.add(ratio(
                "judging, literal pattern, against hand-written `startsWith`",
                "Judging.engine",
                "Judging.handLiteral",
                atMost(3)));
        figures.add(ratio(
                "judging with one limit for all, against hand-written with one counter",
                "JudgingWithLimit.engineGlobal",
                "JudgingWithLimit.handLiteral",
                atMost(3)));
        figures.add(ratio(
                "judging with one limit a grant, against hand-written with a map of counters",
                "JudgingWithLimit.engineGrant",
                "JudgingWithLimit.handLiteralGrant",
                atMost(3)));
        figures.add(ratio(
                "judging with three limits together, against hand-written with three counters one by one",
                "JudgingWithLimit.engineThreeLimits",
                "JudgingWithLimit.handLiteralThreeLimits",
                null));
        figures.add(ratio("CEL-Java, pattern, against judging", "Judging.celPattern", "Judging.engine", atLeast(10)));
        figures.add(
                ratio("CEL-Java, `startsWith`, against judging", "Judging.celLiteral", "Judging.engine", atLeast(10)));
        figures.add(
                ratio("Cedar-Java, cached policies, against judging", "Judging.cedar", "Judging.engine", atLeast(150)));
        figures.add(ratio("jCasbin against judging", "Judging.casbin", "Judging.engine", null));
        figures.add(ratio(
                "CEL-Java and Bucket4j against judging with one limit",
                "JudgingWithLimit.celAndBucket4j",
                "JudgingWithLimit.engineGlobal",
                null));
        figures.add(ratio("one limit alone, against Bucket4j", "Counting.store", "Counting.bucket4j", atMost(1)));
        figures.add(scaling("one limit alone, one key", "Counting.store", atLeast(1)));
        figures.add(scaling("one limit alone, a key each", "Counting.storeOwnKey", atLeast(1.8)));
        figures.add(scaling("a decision by one limit, one key", "Counting.engine", atLeast(1)));
        figures.add(scaling("a decision by one limit, a key each", "Counting.engineOwnKey", atLeast(1.8)));
        figures.add(scaling("Bucket4j, one key", "Counting.bucket4j", null));
        figures.add(scaling("a bare compare-and-set, one key", "Counting.handWritten", null));
        figures.add(scaling("a bare compare-and-set, a key each", "Counting.handWrittenOwnKey", null));
        figures.add(scaling("reading the clock", "Counting.clock", null));
        figures.add(new Figure("denial by hide", "ns", atMost(50), results -> nanos(results, "Kinds.hidden", 1)));
        figures.add(new Figure(
                "denial by default, besides its message",
                "ns",
                atMost(50),
                results -> both(results, "Kinds.unlisted", 1, "Kinds.unlistedMessageAlone", 1, Estimate::minus)));
        figures.add(denial("hide", "Kinds.hidden", "Kinds.allowed"));
        figures.add(denial("default", "Kinds.unlisted", "Kinds.allowed"));
        figures.add(denial("the first rule", "Kinds.deniedByFirstRule", "Kinds.allowed"));
        figures.add(denial("the last rule", "Kinds.deniedByLastRule", "Kinds.allowed"));
        figures.add(denial("the limit", "Kinds.deniedByLimit", "Kinds.allowedWithLimit"));
        figures.add(ratio(
                "one tool of 1 000, against a policy of one tool",
                "Tools.oneOfManyTools",
                "Tools.oneTool",
                atMost(1.2)));
        figures.add(ratio(
                "1 000 tools in turn, against a policy of one tool",
                "Tools.manyToolsInTurn",
                "Tools.oneTool",
                atMost(1.2)));
        figures.add(ratio(
                "1 000 tools in turn whose rules differ, against a policy of one tool",
                "Tools.differingToolsInTurn",
                "Tools.oneTool",
                null));
        figures.add(ratio(
                "a tool call through the MCP SDK in process, wrapped against unwrapped",
                "WrappedCall.wrapped",
                "WrappedCall.unwrapped",
                atMost(1.05)));
        figures.add(ratio(
                "the same, every message written as JSON and read again",
                "WrappedCall.wrappedJson",
                "WrappedCall.unwrappedJson",
                atMost(1.05)));
        figures.add(ratio(
                "a wrapped call under a lock, against one without, objects",
                "WrappedCall.locked",
                "WrappedCall.wrapped",
                atMost(1.05)));
        figures.add(ratio(
                "reading 1 000 tools of five rules as JSON, against Jackson's bare streaming parser",
                "Reading.json",
                "Reading.jsonParser",
                atMost(3)));
        figures.add(ratio(
                "the same, against the parser asked for every string",
                "Reading.json",
                "Reading.jsonParserWithStrings",
                null));
        figures.add(ratio(
                "reading them as YAML, against Jackson's bare streaming parser",
                "Reading.yaml",
                "Reading.yamlParser",
                atMost(3)));
        figures.add(milliseconds("reading them as JSON", "Reading.json", 25));
        figures.add(milliseconds("reading them as YAML, cold", "ColdReading.yaml", 600));
        figures.add(allocation("allocation of a decision without a limit", "Kinds.allowed", 120));
        figures.add(allocation("allocation with one limit for all", "Kinds.allowedWithLimit", 200));
        figures.add(allocation("allocation with one limit a grant", "Kinds.allowedWithGrantLimit", 200));
        return figures;
    }

    private static Goal atMost(double bound) {
        return new Goal(true, bound);
    }

    private static Goal atLeast(double bound) {
        return new Goal(false, bound);
    }

    private static Figure ratio(String text, String dividend, String divisor, Goal goal) {
        return new Figure(text, "times", goal, results -> both(results, dividend, 1, divisor, 1, Estimate::over));
    }

    private static Figure denial(String by, String denied, String allowed) {
        return ratio("denial by " + by + ", against allowing", denied, allowed, atMost(1));
    }

    /** How much more two threads do than one. */
    private static Figure scaling(String text, String benchmark, Goal goal) {
        return new Figure(text + ": two threads against one", "times", goal, results -> both(
                        results, benchmark, 1, benchmark, 2, Estimate::over)
                .map(ratio -> ratio.times(2)));
    }

    private static Figure milliseconds(String text, String benchmark, double bound) {
        return new Figure(text, "ms", atMost(bound), results -> nanos(results, benchmark, 1)
                .map(nanos -> nanos.times(1e-6)));
    }

    private static Figure allocation(String text, String benchmark, double bytes) {
        return new Figure(text, "bytes", atMost(bytes), results -> results.find(benchmark, 1)
                .map(one -> new Estimate(Math.rint(one.bytes()), 0)));
    }

    private static Optional<Estimate> nanos(Results results, String name, int threads) {
        return results.find(name, threads).map(Results.Measurement::nanos);
    }

    private static Optional<Estimate> both(
            Results results,
            String first,
            int firstThreads,
            String second,
            int secondThreads,
            BinaryOperator<Estimate> operation) {
        return nanos(results, first, firstThreads)
                .flatMap(left -> nanos(results, second, secondThreads).map(right -> operation.apply(left, right)));
    }
}
