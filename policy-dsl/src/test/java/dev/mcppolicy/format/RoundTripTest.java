package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.Denial;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A policy that is written and read judges every call as before. */
class RoundTripTest {
    private static final int CALLS = 12;
    private static final Instant START = Instant.parse("2026-01-15T23:59:50Z");
    private static final List<Caller> CALLERS = List.of(
            Caller.anonymous(),
            Caller.unidentified(),
            Caller.ofGrant("g"),
            Caller.ofPrincipal("p").withGrant("g"),
            Caller.anonymous().withSession("s"));

    @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
    void policylayer_as_json(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.POLICYLAYER), PolicyFormat.POLICYLAYER, random);
    }

    @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
    void policylayer_as_yaml(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.POLICYLAYER).asYaml(), PolicyFormat.POLICYLAYER, random);
    }

    @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
    void intercept_as_yaml(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.INTERCEPT), PolicyFormat.INTERCEPT, random);
    }

    @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
    void intercept_as_json(@ForAll Random random) {
        judgesAlike(PolicyWriter.to(PolicyFormat.INTERCEPT).asJson(), PolicyFormat.INTERCEPT, random);
    }

    private static void judgesAlike(PolicyWriter writer, PolicyFormat format, Random random) {
        Policy policy = new RandomPolicies(random, format).policy();
        String text = writer.write(policy);
        Policy read = PolicyReader.parse(text, "written");
        Instant[] now = {START};
        PolicyEngine before = PolicyEngine.builder(policy).clock(() -> now[0]).build();
        PolicyEngine after = PolicyEngine.builder(read).clock(() -> now[0]).build();

        if (hasRules(policy)) {
            assertThat(read.format()).isEqualTo(format);
        }
        assertThat(read.description()).isEqualTo(policy.description());
        for (int i = 0; i < CALLS; i++) {
            ToolCall call = ToolCall.of(
                    RandomValues.of(RandomValues.TOOLS, random),
                    RandomValues.arguments(random),
                    RandomValues.of(CALLERS, random));
            if (!policy.tools().isEmpty() && random.nextInt(4) != 0) {
                call = ToolCall.of(
                        RandomValues.of(List.copyOf(policy.tools().keySet()), random), call.arguments(), call.caller());
            }

            assertThat(outcome(after.decide(call), read, format))
                    .as("%s with %s under%n%s", call, call.arguments(), text)
                    .isEqualTo(outcome(before.decide(call), policy, format));
            now[0] = now[0].plusSeconds(random.nextInt(4));
        }
    }

    /** Without rules, both formats look alike. */
    private static boolean hasRules(Policy policy) {
        return !policy.everyTool().isEmpty()
                || policy.tools().values().stream()
                        .anyMatch(tool -> !tool.rules().isEmpty());
    }

    /** Everything that a decision says, with the rule by its own message instead of its place. */
    private static String outcome(Decision decision, Policy policy, PolicyFormat format) {
        return decision.fold(
                allow -> "allow " + allow.reservation().charges().size(),
                deny -> denial(deny.denial(), policy, format),
                approval -> "approval " + approval.timeout() + " by " + rule(approval.rule(), policy, format) + " "
                        + approval.reservation().charges().size());
    }

    private static String denial(Denial denial, Policy policy, PolicyFormat format) {
        return denial.code() + " after " + denial.retryAfter() + " by " + rule(denial.rule(), policy, format);
    }

    private static String rule(RuleId id, Policy policy, PolicyFormat format) {
        return Stream.concat(
                        policy.tools().values().stream().flatMap(tool -> tool.rules().stream()),
                        policy.everyTool().stream())
                .filter(rule -> rule.id().equals(id))
                .map(rule -> kind(rule, format) + " " + rule.message())
                .findFirst()
                .orElse(id.value());
    }

    /** Intercept says a deny rule by the requirement that is its contrary. */
    private static String kind(Rule rule, PolicyFormat format) {
        return format == PolicyFormat.INTERCEPT && rule instanceof Rule.DenyIf
                ? "Require"
                : rule.getClass().getSimpleName();
    }
}
