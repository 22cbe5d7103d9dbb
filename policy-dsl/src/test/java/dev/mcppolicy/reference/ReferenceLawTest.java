package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.PolicyFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.junit.jupiter.api.Test;

/**
 * Law 2 of the semantics against the reference as documented: not its binary, but {@link InterceptModel}, which says
 * what is known of it. The reference is given exactly the calls that we allowed, with their outcomes, and allows each.
 */
class ReferenceLawTest {
    private static final int CALLS = 40;
    private static final Instant START = Instant.parse("2026-01-15T23:58:00Z");

    /** What became of a call that was let through. */
    private enum Outcome {
        /** With a result, also one that says {@code isError}: nothing is given back anywhere. */
        RETURNED,
        /** With an error of the protocol: the reference gives back what the call added to its counters. */
        THROWN
    }

    private record Open(Decision.Allow ours, List<InterceptModel.Taken> theirs, Outcome outcome) {}

    private static PolicyEngine engine(Map<String, ?> document, Instant[] now) {
        String text = CanonicalJson.write(document);
        return PolicyEngine.builder(PolicyReader.parse(text, "reference", PolicyFormat.INTERCEPT))
                .clock(() -> now[0])
                .build();
    }

    /** One run of calls, some of which end later than others begin. */
    private static void run(Random random, boolean callsThrow, boolean theirRule) {
        // A counter that the reference lowers after an error no longer passes for one of calls that were made.
        RandomDocuments documents = new RandomDocuments(random, !callsThrow);
        Map<String, Object> document = documents.policy();
        Instant[] now = {START};
        PolicyEngine engine = engine(document, now);
        InterceptModel reference = new InterceptModel(document);
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            now[0] = now[0].plusMillis(random.nextInt(6) == 0 ? random.nextInt(50_000) : random.nextInt(1_500));
            String tool = RandomDocuments.TOOLS.get(random.nextInt(3));
            Map<String, Object> arguments = documents.arguments();
            Decision decision = engine.decide(ToolCall.of(tool, arguments, Caller.anonymous()));
            boolean theyAllow = reference.allows(tool, arguments, now[0]);
            Statistics.label("ours and theirs").collect(decision instanceof Decision.Allow, theyAllow);
            if (decision instanceof Decision.Allow allow) {
                List<InterceptModel.Taken> taken = reference.call(tool, arguments, now[0]);
                assertThat(taken)
                        .as("call %d, `%s` with %s at %s under %s", i, tool, arguments, now[0], document)
                        .isNotNull();
                Outcome outcome = callsThrow && random.nextInt(3) == 0 ? Outcome.THROWN : Outcome.RETURNED;
                open.add(new Open(allow, taken, outcome));
            }
            while (!open.isEmpty() && random.nextInt(3) != 0) {
                end(open.remove(random.nextInt(open.size())), reference, theirRule);
            }
        }
        Statistics.label("ours and theirs").coverage(coverage -> {
            for (List<Boolean> both : List.of(List.of(true, true), List.of(false, false))) {
                coverage.check(both.toArray()).percentage(share -> share > 10);
            }
            coverage.check(false, true).percentage(share -> share < 40);
        });
    }

    private static void end(Open call, InterceptModel reference, boolean theirRule) {
        if (call.outcome() == Outcome.RETURNED) {
            call.ours().reservation().commit();
            return;
        }
        reference.failed(call.theirs());
        if (theirRule) {
            call.ours().reservation().release();
        } else {
            call.ours().reservation().commit();
        }
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void law_2_the_reference_as_documented_allows_each_call_that_we_allowed(@ForAll long seed) {
        run(new Random(seed), false, false);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void law_2_holds_where_calls_end_in_errors(@ForAll long seed) {
        run(new Random(seed), true, false);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void law_2_holds_where_an_error_releases_as_it_does_in_the_reference(@ForAll long seed) {
        run(new Random(seed), true, true);
    }

    private record Call(String tool, Map<String, Object> arguments, Outcome outcome) {
        static Call of(String tool, Map<String, Object> arguments) {
            return new Call(tool, arguments, Outcome.RETURNED);
        }
    }

    /** A policy with rules for tool {@code a}, and others for tool {@code b}. */
    private static Map<String, Object> policy(List<Object> rules, Object... others) {
        Map<String, Object> tools = Map.of("a", Map.of("rules", rules), "b", Map.of("rules", List.of(others)));
        return Map.of("version", "1", "hide", List.of(), "tools", tools);
    }

    private static Map<String, Object> where(String path, String operator, Object value) {
        return Map.of("path", path, "op", operator, "value", value);
    }

    private static Map<String, Object> rule(String path, String operator, Object value) {
        return Map.of("name", "r", "conditions", List.of(where(path, operator, value)));
    }

    private static Map<String, Object> counting(Object... conditions) {
        return Map.of(
                "name",
                "limit",
                "conditions",
                List.of(conditions),
                "state",
                Map.of("counter", "n", "window", "day", "increment_from", "args.n"));
    }

    /** Both allow all calls but the last, which we allow and the reference denies. */
    private static void theyDenyWhatWeAllow(Map<String, Object> document, Call... calls) {
        Instant[] now = {START};
        PolicyEngine engine = engine(document, now);
        InterceptModel reference = new InterceptModel(document);
        for (int i = 0; i < calls.length; i++) {
            Call call = calls[i];
            Decision ours = engine.decide(ToolCall.of(call.tool(), call.arguments(), Caller.anonymous()));
            assertThat(ours).as("%s under %s", call, document).isInstanceOf(Decision.Allow.class);
            List<InterceptModel.Taken> theirs = reference.call(call.tool(), call.arguments(), START);
            assertThat(theirs == null).as("%s under %s", call, document).isEqualTo(i == calls.length - 1);
            if (theirs != null) {
                end(new Open((Decision.Allow) ours, theirs, call.outcome()), reference, false);
            }
        }
    }

    /** What the random policies leave out, and why. */
    @Test
    void the_exceptions_to_law_2_are_differences() {
        Call lists = Call.of("a", Map.of("x", Arrays.asList("a", null), "o", Map.of("a", 1, "b", 2), "n", 1));
        theyDenyWhatWeAllow(policy(List.of(rule("args.x", "neq", List.of("a <nil>")))), lists);
        theyDenyWhatWeAllow(policy(List.of(rule("args.o", "not_in", List.of(Map.of("a", "1 b:2"))))), lists);
        theyDenyWhatWeAllow(policy(List.of(rule("args.x[0]", "eq", "a"))), lists);
        theyDenyWhatWeAllow(policy(List.of(counting(where("state.a.n", "lt", 1.5)))), lists);
        theyDenyWhatWeAllow(
                policy(List.of(rule("args.n", "neq", 9007199254740992L))),
                Call.of("a", Map.of("n", 9007199254740993L)));
    }

    @Test
    void counters_that_the_reference_holds_lower_than_we_do_are_exceptions_to_law_2() {
        Map<String, Object> read = rule("state.a.n", "gt", 0);
        Map<String, Object> limited = counting(where("state.a.n", "lte", 5));
        Call second = Call.of("b", Map.of());

        // Never raised, as no condition limits it; cut to an integer; given back after an error.
        theyDenyWhatWeAllow(
                policy(List.of(counting(where("args.n", "gt", 0))), read), Call.of("a", Map.of("n", 1)), second);
        theyDenyWhatWeAllow(policy(List.of(limited), read), Call.of("a", Map.of("n", 0.9)), second);
        theyDenyWhatWeAllow(policy(List.of(limited), read), new Call("a", Map.of("n", 1), Outcome.THROWN), second);
    }
}
