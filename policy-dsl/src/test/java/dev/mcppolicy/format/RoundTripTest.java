package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** A policy that is written and read judges every call as before. */
class RoundTripTest {
    private static final int CALLS = 8;
    private static final Instant START = Instant.parse("2026-01-15T23:59:50Z");
    private static final List<String> OUTCOMES = List.of(
            "allow",
            "approval",
            "HIDDEN",
            "NOT_LISTED",
            "DENIED_BY_RULE",
            "CANNOT_EVALUATE",
            "LIMIT_EXCEEDED",
            "CONCURRENCY_EXCEEDED",
            "INVALID_AMOUNT",
            "CALLER_UNKNOWN");
    private static final List<Caller> CALLERS = List.of(
            Caller.anonymous(),
            Caller.unidentified(),
            Caller.ofGrant("g"),
            Caller.ofPrincipal("p").withGrant("g"),
            Caller.anonymous().withSession("s"));

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void policylayer_as_json(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.POLICYLAYER), PolicyFormat.POLICYLAYER, random);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void policylayer_as_yaml(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.POLICYLAYER).asYaml(), PolicyFormat.POLICYLAYER, random);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void intercept_as_yaml(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.INTERCEPT), PolicyFormat.INTERCEPT, random);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void intercept_as_json(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.INTERCEPT).asJson(), PolicyFormat.INTERCEPT, random);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatever_java_can_say_is_refused_or_judged_alike(@ForAll Random random, @ForAll PolicyFormat format) {
        Policy policy = RandomPolicies.any(random, format);
        String text;
        try {
            text = PolicyWriter.write(policy, format);
        } catch (UnwritablePolicyException e) {
            Statistics.label("written").collect(false);
            assertThat(e.rules()).allSatisfy(rule -> assertThat(rule.rule()).isIn(ids(policy)));
            return;
        }
        Statistics.label("written").collect(true);
        judgesAlike(policy, text, format, random);
        Statistics.label("written").coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    private static void judgesAlike(PolicyWriter writer, PolicyFormat format, Random random) {
        Policy policy = RandomPolicies.sayable(random, format);
        judgesAlike(policy, writer.write(policy), format, random);
    }

    private static void judgesAlike(Policy policy, String text, PolicyFormat format, Random random) {
        Policy read = PolicyReader.parse(text, "written");
        Instant[] now = {START};
        DecisionEvent[] heard = new DecisionEvent[2];
        PolicyEngine before = PolicyEngine.builder(policy)
                .clock(() -> now[0])
                .listener(event -> heard[0] = event)
                .build();
        PolicyEngine after = PolicyEngine.builder(read)
                .clock(() -> now[0])
                .listener(event -> heard[1] = event)
                .build();

        if (!rules(policy).isEmpty()) {
            // Without rules, both formats look alike.
            assertThat(read.format()).isEqualTo(format);
        }
        assertThat(read.description()).isEqualTo(policy.description());
        assertThat(read.mode()).isEqualTo(policy.mode());
        for (int i = 0; i < CALLS; i++) {
            ToolCall call = call(policy, random);
            String expected = outcome(before.decide(call), policy, format);
            assertThat(outcome(after.decide(call), read, format))
                    .as("%s with %s under%n%s", call, call.arguments(), text)
                    .isEqualTo(expected);
            String wouldBe = shadow(heard[0], policy, format);
            if (read.mode() == Mode.SHADOW || rules(read).stream().anyMatch(rule -> rule.mode() == Mode.SHADOW)) {
                assertThat(shadow(heard[1], read, format))
                        .as("%s with %s in shadow mode under%n%s", call, call.arguments(), text)
                        .isEqualTo(wouldBe);
            } else {
                // Intercept has no rule for one that asserts nothing, so there may be nothing left to judge.
                assertThat(heard[0].shadow()).noneMatch(ShadowDecision::differs);
            }
            Statistics.label("shadow").collect(wouldBe.contains("differs"));
            Statistics.label("outcome").collect(expected.substring(0, expected.indexOf(' ')));
            now[0] = now[0].plusSeconds(random.nextInt(4));
        }
        Statistics.label("shadow").coverage(coverage -> coverage.check(true).count(times -> times > 20));
        Statistics.label("outcome")
                .coverage(coverage ->
                        OUTCOMES.forEach(outcome -> coverage.check(outcome).count(times -> times > 20)));
    }

    private static ToolCall call(Policy policy, Random random) {
        boolean listed = !policy.tools().isEmpty() && random.nextInt(4) != 0;
        List<String> tools = listed ? List.copyOf(policy.tools().keySet()) : RandomValues.TOOLS;
        return ToolCall.of(
                RandomValues.of(tools, random), RandomValues.arguments(random), RandomValues.of(CALLERS, random));
    }

    private static List<Rule> rules(Policy policy) {
        return policy.rules().stream().map(PlacedRule::rule).toList();
    }

    private static List<RuleId> ids(Policy policy) {
        return rules(policy).stream().map(Rule::id).toList();
    }

    /** Everything that a decision says, with the rule by its own message instead of its place. */
    private static String outcome(Decision decision, Policy policy, PolicyFormat format) {
        return decision.fold(
                allow -> "allow " + allow.reservation().charges().size(),
                deny -> denial(deny.denial(), policy, format),
                approval -> "approval " + approval.timeout() + " by " + rule(approval.rule(), policy, format) + " "
                        + approval.charges().size());
    }

    /** What the rules in shadow mode would have decided. */
    private static String shadow(DecisionEvent event, Policy policy, PolicyFormat format) {
        return event.shadow().stream()
                .map(one -> one.kind()
                        + (one.denial() == null ? "" : " " + denial(one.denial(), policy, format))
                        + (one.rule() == null ? "" : " by " + rule(one.rule(), policy, format))
                        + " " + one.charges().size() + (one.differs() ? " differs" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String denial(Denial denial, Policy policy, PolicyFormat format) {
        return denial.code() + " after " + denial.retryAfter() + " by " + rule(denial.rule(), policy, format);
    }

    private static String rule(RuleId id, Policy policy, PolicyFormat format) {
        return rules(policy).stream()
                .filter(rule -> rule.id().equals(id))
                .map(rule -> kind(rule, format) + " " + rule.message())
                .findFirst()
                .orElse(id.value());
    }

    /** Intercept says a deny rule by the requirement that is its contrary. */
    private static String kind(Rule rule, PolicyFormat format) {
        return format == PolicyFormat.INTERCEPT && rule instanceof DenyIf
                ? "Require"
                : rule.getClass().getSimpleName();
    }
}
