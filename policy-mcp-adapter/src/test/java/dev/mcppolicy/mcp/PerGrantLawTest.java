package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Recorder.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Law 12: for each grant, a server with a policy per grant decides as one with that grant's policy alone.
 *
 * <p>The policies are of few shapes, with predicates of few names and several codes to each name, so that most differ from
 * some other in code alone.
 */
class PerGrantLawTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-15T12:00:18Z"));
    private static final List<String> GRANTS = List.of("a", "b", "c", "d");
    private static final List<String> TOOLS = List.of("t", "u");
    private static final int CALLS = 12;
    /** Codes that stand under one name. The first two judge alike and are no one object. */
    private static final List<Predicate<Map<String, @Nullable Object>>> CODES = List.of(
            arguments -> Integer.valueOf(0).equals(arguments.get("x")),
            arguments -> Integer.valueOf(0).equals(arguments.get("x")),
            arguments -> Integer.valueOf(1).equals(arguments.get("x")),
            arguments -> true,
            arguments -> {
                throw new IllegalStateException("a predicate that fails");
            });

    private static final CounterStore STORE = new InMemoryCounterStore();
    private static final AtomicLong TRIES = new AtomicLong();

    /** Makes the policies of one shape, which differ in nothing but the code of their predicates. */
    private static final class Shape {
        private final long seed;

        Shape(long seed) {
            this.seed = seed;
        }

        /** The policy of this shape with codes chosen by another seed; notes which. */
        Policy policy(Random choice, List<Integer> chosen) {
            Random random = new Random(seed);
            Map<String, ToolPolicy> tools = new LinkedHashMap<>();
            for (String tool : TOOLS) {
                List<Rule> rules = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    rules.add(rule(random, RuleId.pointer("tools", tool, i), "c" + i, choice, chosen));
                }
                tools.put(tool, new ToolPolicy(rules));
            }
            List<Rule> everyTool = random.nextBoolean()
                    ? List.of()
                    : List.of(rule(random, RuleId.pointer("all_tools", 0), "every", choice, chosen));
            return new PolicyParts("regions", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                    .description(String.valueOf(seed))
                    .tools(tools)
                    .everyTool(everyTool)
                    .policy();
        }

        private static Rule rule(Random random, RuleId id, String counter, Random choice, List<Integer> chosen) {
            RuleHead head = RuleHead.of(id);
            return switch (random.nextInt(6)) {
                case 0, 1 -> new Require(head, List.of(condition(random, 2, choice, chosen)));
                case 2, 3 -> new DenyIf(head, List.of(condition(random, 2, choice, chosen)));
                case 4 -> RequireApproval.of(head, List.of(condition(random, 1, choice, chosen)));
                default ->
                    Limit.of(
                                    head,
                                    counter,
                                    Window.Calendar.DAY,
                                    Bound.atMost(BigDecimal.valueOf(1 + random.nextInt(3))))
                            .withScope(random.nextBoolean() ? Scope.GLOBAL : Scope.GRANT);
            };
        }

        private static Condition condition(Random random, int depth, Random choice, List<Integer> chosen) {
            if (depth > 0 && random.nextInt(2) == 0) {
                Condition inner = condition(random, depth - 1, choice, chosen);
                return switch (random.nextInt(3)) {
                    case 0 -> new Condition.Not(inner);
                    case 1 -> new Condition.AllOf(List.of(inner, condition(random, 0, choice, chosen)));
                    default -> new Condition.AnyOf(List.of(inner, condition(random, 0, choice, chosen)));
                };
            }
            int code = choice.nextInt(CODES.size());
            chosen.add(code);
            if (random.nextInt(4) == 0) {
                return new Condition.SchemaMatch("{}", CODES.get(code));
            }
            return new Condition.NamedPredicate("own region " + random.nextInt(2), CODES.get(code));
        }
    }

    /** What a decision says of a call, apart from its revision, which is the same for policies that judge differently. */
    private static String verdict(Decision decision) {
        return decision.fold(
                allow -> "allow",
                deny -> "deny " + deny.denial().code() + " " + deny.denial().rule() + " "
                        + deny.denial().retryAfter(),
                approval -> "ask " + approval.rule());
    }

    @Property(tries = 2_000)
    void law_12_for_each_grant_a_server_with_a_policy_per_grant_decides_as_one_with_that_policy_alone(
            @ForAll long seed) {
        Random random = new Random(seed);
        String name = "try " + TRIES.incrementAndGet();
        List<Shape> shapes = List.of(new Shape(random.nextLong()), new Shape(random.nextLong()));
        Map<String, Policy> policies = new HashMap<>();
        Map<String, PolicyEngine> alone = new HashMap<>();
        Map<List<Object>, PolicyEngine> byCode = new HashMap<>();
        for (String grant : GRANTS.subList(0, 2 + random.nextInt(3))) {
            Shape shape = shapes.get(random.nextInt(4) == 0 ? 1 : 0);
            List<Integer> chosen = new ArrayList<>();
            Policy policy = shape.policy(random, chosen);
            policies.put(grant, policy);
            // Grants share what is counted for all where nothing tells their policies apart, not even an object.
            alone.put(grant, byCode.computeIfAbsent(List.of(shape, chosen), distinct -> PolicyEngine.builder(policy)
                    .namespace("alone " + byCode.size())
                    .server(name)
                    .store(STORE)
                    .clock(CLOCK)
                    .build()));
        }
        List<DecisionEvent> events = new ArrayList<>();
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(policies)
                .callers(origin -> Optional.of(
                        Caller.ofGrant(String.valueOf(origin.context().get("grant")))))
                .engine(options -> options.server(name))
                .store(STORE)
                .clock(CLOCK)
                .listener(events::add)
                .build();
        for (int i = 0; i < CALLS; i++) {
            String grant = List.copyOf(policies.keySet()).get(random.nextInt(policies.size()));
            String tool = TOOLS.get(random.nextInt(TOOLS.size()));
            Map<String, Object> arguments = Map.of("x", random.nextInt(3));
            events.clear();
            CallToolResult result = call(enforcer, grant, tool, arguments);
            PolicyEngine engine = alone.get(grant);
            Decision expected = engine.decide(ToolCall.of(tool, arguments, Caller.ofGrant(grant)));
            if (expected instanceof Decision.ApprovalRequired approval) {
                assertThat(engine.timeOut(approval)).isInstanceOf(Decision.Deny.class);
            }
            assertThat(verdict(events.get(0).decision()))
                    .as("call %s of `%s` under grant %s with %s", i, tool, grant, arguments)
                    .isEqualTo(verdict(expected));
            assertThat(Boolean.TRUE.equals(result.isError())).isEqualTo(!(expected instanceof Decision.Allow));
        }
    }

    /** The grants of a server as a model sees them: who has which source, and what the counters of a source are named after. */
    private static final class ComingAndGoing {
        private final Random random;
        private final List<Shape> shapes;
        private final Map<String, ReplaceablePolicy> sources = new TreeMap<>();
        private final IdentityHashMap<ReplaceablePolicy, String> names = new IdentityHashMap<>();
        private volatile Map<String, PolicySource> map = Map.of();

        ComingAndGoing(Random random) {
            this.random = random;
            this.shapes = List.of(new Shape(random.nextLong()), new Shape(random.nextLong()));
            for (int i = random.nextInt(5); i > 0; i--) {
                change();
            }
        }

        Map<String, PolicySource> map() {
            return map;
        }

        private Policy policy() {
            return shapes.get(random.nextInt(shapes.size())).policy(random, new ArrayList<>());
        }

        /** A grant comes, with a source of its own or another's, goes, or is given another; or a source's policy is replaced. */
        void change() {
            String grant = GRANTS.get(random.nextInt(GRANTS.size()));
            List<ReplaceablePolicy> known = List.copyOf(sources.values());
            switch (random.nextInt(5)) {
                case 0 -> sources.remove(grant);
                case 1, 2 -> sources.put(grant, new ReplaceablePolicy(random.nextInt(8) == 0 ? null : policy()));
                case 3 -> {
                    if (!known.isEmpty()) {
                        sources.put(grant, known.get(random.nextInt(known.size())));
                    }
                }
                default -> {
                    if (!known.isEmpty()) {
                        known.get(random.nextInt(known.size())).replace(policy());
                    }
                }
            }
            map = Map.copyOf(sources);
        }

        /** What the counters of a grant are named after, as the documents say, if they are looked for now. */
        String name(String grant) {
            names.keySet().retainAll(Set.copyOf(sources.values()));
            sources.forEach((each, source) -> {
                if (!names.containsKey(source)) {
                    String name = each;
                    // The map itself would look for the same object.
                    for (int i = 2; Set.copyOf(names.values()).contains(name); i++) {
                        name = each + " (" + i + ")";
                    }
                    names.put(source, name);
                }
            });
            return names.get(sources.get(grant));
        }
    }

    @Property(tries = 8_400)
    void law_12_holds_while_grants_come_and_go_and_get_other_policies(@ForAll long seed) {
        comeAndGo(seed);
    }

    @Tag("long")
    @Property(tries = 100_000)
    void law_12_holds_in_a_hundred_thousand_courses_of_grants(@ForAll long seed) {
        comeAndGo(seed);
    }

    private static void comeAndGo(long seed) {
        Random random = new Random(seed);
        CounterStore store = new InMemoryCounterStore();
        ComingAndGoing grants = new ComingAndGoing(random);
        List<DecisionEvent> events = new ArrayList<>();
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(grants::map)
                .callers(origin -> Optional.of(
                        Caller.ofGrant(String.valueOf(origin.context().get("grant")))))
                .store(store)
                .clock(CLOCK)
                .listener(events::add)
                .build();
        var unused = grants.name("");
        ReplaceablePolicy none = new ReplaceablePolicy(null);
        Map<List<Object>, PolicyEngine> engines = new HashMap<>();
        Map<String, SyncToolSpecification> tools = new HashMap<>();
        TOOLS.forEach(tool -> tools.put(tool, wrapped(enforcer, tool)));
        for (int i = 0; i < CALLS; i++) {
            for (int j = random.nextInt(3); j > 0; j--) {
                grants.change();
            }
            String grant = GRANTS.get(random.nextInt(GRANTS.size()));
            String tool = TOOLS.get(random.nextInt(TOOLS.size()));
            Map<String, Object> arguments = Map.of("x", random.nextInt(3));
            McpTransportContext context = McpTransportContext.create(Map.of("grant", grant));
            events.clear();
            CallToolResult result = tools.get(tool).callHandler().apply(context, request(tool, arguments));
            String counters = grants.name(grant);
            ReplaceablePolicy source =
                    Optional.ofNullable(grants.sources.get(grant)).orElse(none);
            PolicyEngine alone = engines.computeIfAbsent(
                    List.of(source, String.valueOf(counters)), first -> PolicyEngine.builder(source)
                            .namespace("alone " + counters)
                            .store(store)
                            .clock(CLOCK)
                            .build());
            Decision expected = alone.decide(ToolCall.of(tool, arguments, Caller.ofGrant(grant)));
            if (expected instanceof Decision.ApprovalRequired approval) {
                assertThat(alone.timeOut(approval)).isInstanceOf(Decision.Deny.class);
            }
            assertThat(verdict(events.get(0).decision()))
                    .as("call %s of `%s` under grant %s with %s", i, tool, grant, arguments)
                    .isEqualTo(verdict(expected));
            assertThat(Boolean.TRUE.equals(result.isError())).isEqualTo(!(expected instanceof Decision.Allow));
            assertThat(enforcer.isVisible(context, Kind.tool(tool))).isEqualTo(alone.lists(tool));
        }
    }

    private static SyncToolSpecification wrapped(PolicyEnforcer enforcer, String tool) {
        return enforcer.wrapStateless(SyncToolSpecification.builder()
                .tool(Kind.tool(tool))
                .callHandler((context, request) -> Recorder.done())
                .build());
    }

    private static CallToolResult call(
            PolicyEnforcer enforcer, String grant, String tool, Map<String, Object> arguments) {
        return wrapped(enforcer, tool)
                .callHandler()
                .apply(McpTransportContext.create(Map.of("grant", grant)), request(tool, arguments));
    }
}
