package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The laws of docs/semantics.md, each by its number. Law 2 is about a format and its reference, and law 9 about
 * two formats and the Java form: they are proven where the readers are.
 */
class LawsTest {
    private static final String NOON = "2026-01-15T12:00:00Z";

    private static PolicyEngine engine(Policy policy, ManualClock clock, CounterStore store) {
        // The bound on pending approvals is no counter: it would deny by what was asked before, and not by the rules.
        return PolicyEngine.builder(policy)
                .clock(clock)
                .store(store)
                .maxPendingApprovals(1_000)
                .build();
    }

    /** What every counter holds that some charge of the policy can touch. */
    private static Map<CounterKey, BigDecimal> counters(PolicyEngine engine, List<ToolCall> calls) {
        Map<CounterKey, BigDecimal> counters = new LinkedHashMap<>();
        for (ToolCall call : calls) {
            for (Explanation.LimitEvaluation look : engine.explain(call).limits()) {
                if (look.counter() != null) {
                    counters.put(look.counter(), look.used());
                }
            }
        }
        return counters;
    }

    private static List<ToolCall> calls(RandomPolicies random, int count) {
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(random.call());
        }
        return calls;
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void law_1_an_error_never_allows(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy policy = random.policy();
        for (ToolCall call : calls(random, 20)) {
            ManualClock clock = new ManualClock(NOON);
            BreakableStore store = new BreakableStore();
            boolean charges = chargesOrReads(engine(policy, clock, store), call);
            for (BreakableStore.Fault fault : BreakableStore.Fault.values()) {
                store.onReserve = fault;
                store.onRead = fault;
                Decision decision = engine(policy, clock, store).decide(call);
                if (fault != BreakableStore.Fault.NONE && charges) {
                    assertThat(decision).as("%s of %s", fault, call).isInstanceOf(Decision.Deny.class);
                }
            }
        }
    }

    private static boolean chargesOrReads(PolicyEngine engine, ToolCall call) {
        return engine.explain(call).limits().stream()
                .anyMatch(limit -> limit.result() != Explanation.Result.NOT_CONCERNED);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_3_adding_a_rule_never_allows_a_call_that_was_denied(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        boolean denying = random.oneIn(2);
        Map<String, List<Draft>> rules = random.rules();
        Map<String, List<Draft>> more = new LinkedHashMap<>();
        rules.forEach((tool, list) -> more.put(tool, new ArrayList<>(list)));
        List<Draft> grown = more.get(random.oneOf(List.copyOf(more.keySet())));
        Draft added = random.oneIn(3) ? random.limit("added") : random.rule(List.of());
        // Places belong to where their rule stands, so that a rule among others would give those behind it new ones.
        grown.add(
                added.list().equals("concurrent")
                        ? grown.size()
                        : random.random().nextInt(grown.size() + 1),
                added);
        Policy weak = RandomPolicies.policyOf(denying ? TestPolicy.denying() : TestPolicy.allowing(), rules);
        Policy strict = RandomPolicies.policyOf(denying ? TestPolicy.denying() : TestPolicy.allowing(), more);
        ManualClock clock = new ManualClock(NOON);
        InMemoryCounterStore store = new InMemoryCounterStore(1_000);
        PolicyEngine weakEngine = engine(weak, clock, store);
        PolicyEngine strictEngine = engine(strict, clock, store);
        for (ToolCall call : calls(random, 30)) {
            clock.advance(Duration.ofMillis(random.random().nextInt(3_000)));
            // Both look at the same counters; only the weaker of the two charges them.
            Decision stricterDecision = strictEngine.explain(call).decision();
            Decision weakerDecision = weakEngine.decide(call);
            if (weakerDecision instanceof Decision.Deny deny) {
                // No place is taken before a human has answered, so that a full one does not keep from asking.
                if (deny.denial().code() != DenialCode.CONCURRENCY_EXCEEDED) {
                    assertThat(stricterDecision).as("%s", call).isInstanceOf(Decision.Deny.class);
                }
                assertThat(stricterDecision).as("%s", call).isNotInstanceOf(Decision.Allow.class);
            } else if (weakerDecision instanceof Decision.ApprovalRequired) {
                assertThat(stricterDecision).as("%s", call).isNotInstanceOf(Decision.Allow.class);
            }
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_4_a_denied_call_changes_no_counter(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        ManualClock clock = new ManualClock(NOON);
        InMemoryCounterStore store = new InMemoryCounterStore(1_000);
        PolicyEngine engine = engine(random.policy(), clock, store);
        List<ToolCall> calls = calls(random, 30);
        for (ToolCall call : calls) {
            Map<CounterKey, BigDecimal> before = counters(engine, calls);
            if (engine.decide(call) instanceof Decision.Deny) {
                assertThat(counters(engine, calls)).as("%s", call).isEqualTo(before);
            }
        }
    }

    @Property(tries = 200)
    void law_5_of_more_than_max_unit_calls_exactly_the_floor_of_max_pass(
            @ForAll @IntRange(min = 1, max = 400) int tenths, @ForAll @IntRange(min = 1, max = 4) int engines) {
        BigDecimal max = BigDecimal.valueOf(tenths, 1);
        for (Window window : List.of(
                Window.Calendar.MINUTE,
                Window.Calendar.MONTH,
                new Window.Seconds(3),
                new Window.Sliding(Duration.ofSeconds(1)))) {
            ManualClock clock = new ManualClock(NOON);
            InMemoryCounterStore store = new InMemoryCounterStore(10);
            List<PolicyEngine> all = new ArrayList<>();
            for (int i = 0; i < engines; i++) {
                all.add(engine(TestPolicy.ofTool(limit("calls", window, max.toString())), clock, store));
            }
            int passed = 0;
            for (int i = 0; i < 50; i++) {
                Decision decision = all.get(i % engines).decide(ToolCall.of("t", null));
                passed += decision instanceof Decision.Allow ? 1 : 0;
            }
            assertThat(passed)
                    .as("%s", window)
                    .isEqualTo(max.setScale(0, RoundingMode.FLOOR).intValueExact());
        }
    }

    @Test
    void law_5_a_bound_that_excludes_its_max_admits_one_less_where_the_max_is_whole() {
        for (Map.Entry<String, Integer> bound :
                Map.of("5", 4, "4.5", 4, "1", 0, "0.5", 0).entrySet()) {
            Draft.Limit below =
                    limit("calls", Window.Calendar.DAY, "1").bound(Bound.below(new BigDecimal(bound.getKey())));
            PolicyEngine engine = engine(TestPolicy.ofTool(below), new ManualClock(NOON), new InMemoryCounterStore(10));
            int passed = 0;
            for (int i = 0; i < 10; i++) {
                passed += engine.decide(ToolCall.of("t", null)) instanceof Decision.Allow ? 1 : 0;
            }
            assertThat(passed).as("below %s", bound.getKey()).isEqualTo(bound.getValue());
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_6_reserve_then_release_leaves_the_used_amounts_as_they_were(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        PolicyEngine engine = engine(random.policy(), new ManualClock(NOON), new InMemoryCounterStore(1_000));
        List<ToolCall> calls = calls(random, 20);
        for (ToolCall call : calls) {
            Map<CounterKey, BigDecimal> before = counters(engine, calls);
            if (engine.decide(call) instanceof Decision.Allow allow && random.oneIn(2)) {
                allow.reservation().release();
                assertThat(counters(engine, calls)).isEqualTo(before);
            }
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_6_settling_twice_equals_settling_once(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        PolicyEngine engine = engine(random.policy(), new ManualClock(NOON), new InMemoryCounterStore(1_000));
        List<ToolCall> calls = calls(random, 20);
        for (ToolCall call : calls) {
            if (engine.decide(call) instanceof Decision.Allow allow) {
                Map<String, BigDecimal> actual = new HashMap<>();
                allow.reservation()
                        .charges()
                        .forEach(charge -> actual.put(
                                charge.key().definition().qualifiedName(),
                                BigDecimal.valueOf(random.random().nextInt(5))));
                boolean releasedFirst = random.oneIn(2);
                if (releasedFirst) {
                    allow.reservation().release();
                } else {
                    allow.reservation().settle(actual);
                }
                Map<CounterKey, BigDecimal> once = counters(engine, calls);
                allow.reservation().settle(actual);
                allow.reservation().release();
                allow.reservation().commit();
                assertThat(counters(engine, calls)).isEqualTo(once);
            }
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_7_the_order_of_rules_does_not_change_the_kind_of_decision(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Map<String, List<Draft>> rules = random.rules();
        Map<String, List<Draft>> shuffled = new LinkedHashMap<>();
        List<String> places = new ArrayList<>(rules.keySet());
        Collections.shuffle(places, random.random());
        places.forEach(place -> {
            List<Draft> other = new ArrayList<>(rules.get(place));
            Collections.shuffle(other, random.random());
            shuffled.put(place, other);
        });
        ManualClock clock = new ManualClock(NOON);
        PolicyEngine one =
                engine(RandomPolicies.policyOf(TestPolicy.allowing(), rules), clock, new InMemoryCounterStore(1_000));
        PolicyEngine other = engine(
                RandomPolicies.policyOf(TestPolicy.allowing(), shuffled), clock, new InMemoryCounterStore(1_000));
        for (ToolCall call : calls(random, 30)) {
            clock.advance(Duration.ofMillis(random.random().nextInt(3_000)));
            assertThat(other.decide(call)).as("%s", call).hasSameClassAs(one.decide(call));
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void law_8_what_is_listed_and_what_is_callable_agree(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        TestPolicy policy = random.oneIn(2) ? TestPolicy.allowing() : TestPolicy.denying();
        Set<String> hidden = new LinkedHashSet<>();
        for (String name : List.of("a", "b", "c", "d", "a*", "*b", "c*d", "*")) {
            if (random.oneIn(6)) {
                hidden.add(name);
            }
        }
        policy.hide(hidden.toArray(String[]::new)).tool("a").tool("b");
        if (random.oneIn(2)) {
            policy.group("@g", List.of("b", random.oneOf(List.of("d", "c*", "*d"))), random.oneIn(2));
        }
        PolicyEngine engine = PolicyEngine.of(policy.build());
        for (String tool : List.of("a", "b", "c", "d", "*", "", "A", "a ", "ab", "cd", "c.d", "ba")) {
            Decision decision = engine.decide(ToolCall.of(tool, null));
            assertThat(decision instanceof Decision.Allow).as(tool).isEqualTo(engine.lists(tool));
            if (hidden.stream().anyMatch(entry -> tool.matches(Oracle.asRegex(entry)))) {
                assertThat(Verdict.of(decision)).isEqualTo("deny HIDDEN (hidden)");
            }
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_10_a_frozen_copy_is_judged_and_the_handler_gets_an_equal_mutable_one(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Map<String, Object> original = random.arguments();
        String text = CanonicalJson.write(original);
        ToolCall frozen = ToolCall.of("a", original).frozen(JsonLimits.DEFAULT);

        original.clear();
        Map<String, Object> handlers = JsonCopy.thaw(frozen.argumentsAsObject());

        assertThat(CanonicalJson.write(frozen.arguments())).isEqualTo(text);
        assertThat(CanonicalJson.write(handlers)).isEqualTo(text);
        handlers.put("new", 1);
        assertThat(CanonicalJson.write(frozen.arguments())).isEqualTo(text);
    }

    @Test
    void law_10_a_predicate_cannot_change_what_runs() {
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        Condition meddler = new Condition.NamedPredicate("meddler", arguments -> {
            try {
                arguments.put("amount", 1);
            } catch (UnsupportedOperationException e) {
                refused.set(e);
            }
            return true;
        });
        Map<String, Object> arguments = new HashMap<>(Map.of("amount", 1_000));
        PolicyEngine engine = PolicyEngine.of(
                TestPolicy.ofTool(Draft.require(meddler), Draft.denyIf(where("args.amount", "gt", 10))));

        assertThat(Verdict.of(engine.decide(ToolCall.of("t", arguments))))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(refused.get()).isNotNull();
        assertThat(arguments).containsEntry("amount", 1_000);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void law_16_a_group_a_rule_in_shadow_mode_or_a_pattern_lists_no_tool_unless_a_group_says_so(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy before = random.policy();
        ToolGroup group = new ToolGroup(
                List.of(random.oneOf(List.of("a", "c", "e", "c*", "*d", "d*e"))), random.oneIn(3), List.of());
        String name = "@added";
        Policy after =
                switch (random.random().nextInt(4)) {
                    case 0 -> before.withGroups(with(before.groups(), name, group));
                    case 1 ->
                        before.withRules(
                                RulePlace.tool("a"),
                                concat(before.rulesAt(RulePlace.tool("a")), random.shadowRule("/tools/a/require/9")));
                    case 2 ->
                        before.withRules(
                                RulePlace.everyTool(),
                                concat(before.everyTool(), random.shadowRule("/all_tools/require/9")));
                    default -> before.withHidden(concat(before.hidden(), "x*y"));
                };
        PolicyEngine was = PolicyEngine.of(before);
        PolicyEngine is = PolicyEngine.of(after);
        for (String tool : List.of("a", "b", "c", "d", "e", "cc", "dd", "dxe", "ca", "xy", "", "A")) {
            boolean said = after.groups().values().stream().anyMatch(each -> each.isListing() && each.has(tool));
            if (is.lists(tool) && !said) {
                assertThat(was.lists(tool)).as("%s under %s", tool, after).isTrue();
            }
            assertThat(is.lists(tool)).as(tool).isEqualTo(after.lists(tool));
        }
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        Map<String, T> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static <T> List<T> concat(List<T> list, T added) {
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }

    private static <T> Set<T> concat(Set<T> set, T added) {
        Set<T> larger = new LinkedHashSet<>(set);
        larger.add(added);
        return larger;
    }
}
