package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** For any policy: rules in shadow mode change nothing of what is enforced, and say what they would have decided. */
class ShadowModeLawsTest {
    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final List<DecisionEvent> heard = new ArrayList<>();

    private static Policy with(Policy policy, UnaryOperator<List<Rule>> change) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        policy.tools().forEach((name, tool) -> tools.put(name, new ToolPolicy(change.apply(tool.rules()))));
        Map<String, ToolGroup> groups = new LinkedHashMap<>();
        policy.groups().forEach((name, group) -> groups.put(name, group.withRules(change.apply(group.rules()))));
        return new PolicyParts(policy.name(), policy.format(), policy.defaultAction())
                .hidden(policy.hidden())
                .tools(tools)
                .groups(groups)
                .everyTool(change.apply(policy.everyTool()))
                .policy();
    }

    /** The policy with some rules in shadow mode; with all, where an enforced one would read what nothing raises. */
    private static Policy partlyShadow(Policy policy, RandomPolicies random) {
        try {
            return with(policy, rules -> rules.stream()
                    .map(rule -> random.oneIn(2) ? rule.withMode(Mode.SHADOW) : rule)
                    .toList());
        } catch (IllegalArgumentException e) {
            return with(policy, rules -> rules.stream()
                    .map(rule -> rule.withMode(Mode.SHADOW))
                    .toList());
        }
    }

    private static Policy without(Policy policy, Mode mode) {
        return with(
                policy,
                rules -> rules.stream().filter(rule -> rule.mode() != mode).toList());
    }

    private PolicyEngineBuilder builder(Policy policy, InMemoryCounterStore store) {
        return PolicyEngine.builder(policy).clock(clock).store(store).maxPendingApprovals(1_000);
    }

    /** Of what asks, a shadow decision names the first rule. */
    private static String said(Decision decision) {
        return (decision instanceof Decision.ApprovalRequired asking ? "ask " + asking.rule() : Verdict.of(decision))
                + (decision instanceof Decision.Deny deny ? " " + deny.denial().retryAfter() : "");
    }

    private static String said(ShadowDecision shadow) {
        Denial denial = shadow.denial();
        return ShadowModeTest.said(shadow).replace("approval_required", "ask")
                + (denial == null ? "" : " " + denial.retryAfter());
    }

    private static void giveBack(PolicyEngine engine, Decision decision) {
        if (decision instanceof Decision.Allow allow) {
            allow.reservation().release();
        } else if (decision instanceof Decision.ApprovalRequired approval) {
            assertThat(engine.timeOut(approval)).isInstanceOf(Decision.Deny.class);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void rules_in_shadow_mode_change_no_decision_and_no_counter_and_say_the_truth(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy whole = random.policy();
        Policy tried = partlyShadow(whole, random);
        InMemoryCounterStore triedStore = new InMemoryCounterStore(1_000);
        InMemoryCounterStore enforcedStore = new InMemoryCounterStore(1_000);
        heard.clear();
        PolicyEngine engine = builder(tried, triedStore).listener(heard::add).build();
        PolicyEngine enforced =
                builder(without(tried, Mode.SHADOW), enforcedStore).build();
        PolicyEngine counterfactual =
                builder(whole, new InMemoryCounterStore(1_000)).build();
        boolean isShadow = !tried.revision().equals(whole.revision());

        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofMillis(random.random().nextInt(3_000)));
            ToolCall call = random.call();
            Decision decision = random.oneIn(3)
                    ? engine.decideAsync(call).toCompletableFuture().join()
                    : engine.decide(call);
            Decision alone = enforced.decide(call);
            Decision inForce = counterfactual.decide(call);

            assertThat(said(decision)).as("%s", call).isEqualTo(said(alone));
            DecisionEvent event = heard.get(i);
            assertThat(event.shadow().stream().map(ShadowModeLawsTest::said))
                    .as("%s", call)
                    .isEqualTo(isShadow ? List.of(said(inForce)) : List.of());
            boolean differs = ShadowDecision.Kind.of(alone) != ShadowDecision.Kind.of(inForce);
            assertThat(event.shadow()).allMatch(shadow -> shadow.differs() == differs);
            if (!(decision instanceof Decision.Allow) && inForce instanceof Decision.Allow allow) {
                // The call does not run, so that it holds no place; what it was charged in shadow mode stands.
                counterfactual.finish(call, allow, ToolOutcome.RETURNED);
            }
            if (decision instanceof Decision.Allow allow && random.oneIn(4)) {
                allow.reservation().release();
                giveBack(enforced, alone);
                giveBack(counterfactual, inForce);
            }
            assertThat(triedStore.size()).isEqualTo(enforcedStore.size());
            assertThat(used(enforced, call))
                    .isEqualTo(used(
                            builder(without(tried, Mode.SHADOW), triedStore).build(), call));
        }
    }

    private static List<String> used(PolicyEngine engine, ToolCall call) {
        return engine.explain(call).limits().stream()
                .map(look -> look.rule().counter() + " " + look.used())
                .toList();
    }
}
