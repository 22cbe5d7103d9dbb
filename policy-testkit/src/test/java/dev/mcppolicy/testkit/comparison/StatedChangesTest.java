package dev.mcppolicy.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.RandomPolicy;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read of two policies: no change of anything that a policy holds is missed. */
class StatedChangesTest {
    private static final String FORM = """
            default: deny
            hide: [drop]
            tools:
              pay:
                rules:
                  - name: size
                    conditions: [{ path: args.n, op: lte, value: 5 }, { path: args.c, op: in, value: [eur, usd] }]
                    on_deny: Too large.
                  - { name: daily, rate_limit: 10/day }
                  - name: ask
                    action: require_approval
                    conditions: [{ path: args.n, op: gt, value: 3 }]
                    approval_timeout: 30m
                    remember: { for: 900, arguments: same }
              never: { rules: [{ name: nothing, action: deny }] }
            groups:
              all: { tools: [pay, "get_*"], rules: [{ name: two, concurrent: { max: 2 } }] }
            """;

    private static List<StatedChange> changing(String part, String replacement) {
        assertThat(FORM).contains(part);
        return StatedChanges.between(PolicyReader.parse(FORM), PolicyReader.parse(FORM.replace(part, replacement)));
    }

    private static List<String> lines(String part, String replacement) {
        return changing(part, replacement).stream()
                .map(change -> change.change().words() + ": " + change.words())
                .toList();
    }

    /** A policy beside what was changed of it. */
    private record Changed(String what, Policy policy) {}

    /** Policies that differ from one in one part each: in every component of every record that it is made of. */
    private static Stream<Changed> singleChanges(Policy policy) {
        List<Changed> all = new ArrayList<>();
        policy.rules().forEach(placed -> {
            List<Rule> rules = policy.rulesAt(placed.place());
            int at = rules.indexOf(placed.rule());
            otherwise(placed.rule()).forEach((what, rule) -> {
                List<Rule> others = new ArrayList<>(rules);
                others.set(at, rule);
                add(all, placed.rule().id() + " " + what, () -> policy.withRules(placed.place(), others));
            });
            add(all, placed.rule().id() + " gone", () -> policy.withRulesThat(rule -> !rule.equals(placed.rule())));
            List<Rule> moved = new ArrayList<>(rules);
            moved.remove(at);
            moved.add(at == 0 ? rules.size() - 1 : 0, placed.rule());
            if (!moved.equals(rules)) {
                add(all, placed.rule().id() + " moved", () -> policy.withRules(placed.place(), moved));
            }
        });
        for (Mode mode : Mode.values()) {
            add(all, "mode " + mode, () -> policy.withMode(mode));
        }
        for (DefaultAction action : DefaultAction.values()) {
            add(all, "default " + action, () -> policy.withDefaultAction(action));
        }
        Set<String> hidden = new LinkedHashSet<>(policy.hidden());
        hidden.add("hidden otherwise");
        add(all, "hidden", () -> policy.withHidden(hidden));
        add(all, "another tool", () -> policy.withRules(RulePlace.tool("another"), List.of()));
        Map<String, ToolGroup> groups = new LinkedHashMap<>(policy.groups());
        groups.put("another group", new ToolGroup(List.of("x"), false, List.of()));
        add(all, "another group", () -> policy.withGroups(groups));
        policy.groups().forEach((name, group) -> {
            ToolGroup more = new ToolGroup(
                    Stream.concat(group.tools().stream(), Stream.of("more_*")).toList(),
                    group.isListing(),
                    group.rules());
            ToolGroup listing = new ToolGroup(List.copyOf(group.tools()), !group.isListing(), group.rules());
            for (ToolGroup other : List.of(more, listing)) {
                Map<String, ToolGroup> others = new LinkedHashMap<>(policy.groups());
                others.put(name, other);
                add(all, "group " + other, () -> policy.withGroups(others));
            }
        });
        add(all, "name", () -> parts("other", policy.format(), policy)
                .description(policy.description())
                .policy());
        add(all, "description", () -> parts(policy.name(), policy.format(), policy)
                .description("Other.")
                .policy());
        for (PolicyFormat format : PolicyFormat.values()) {
            add(all, "format " + format, () -> parts(policy.name(), format, policy)
                    .description(policy.description())
                    .policy());
        }
        return all.stream().filter(changed -> !changed.policy().equals(policy));
    }

    private static void add(List<Changed> all, String what, Supplier<Policy> changed) {
        try {
            all.add(new Changed(what, changed.get()));
        } catch (IllegalArgumentException e) {
            // The change is no policy: another rule needs what it takes away.
            assertThat(e).hasMessageMatching("(?s).*(counter|shadow|places|arguments|amount|deny|denies).*");
        }
    }

    private static PolicyParts parts(String name, PolicyFormat format, Policy policy) {
        return new PolicyParts(name, format, policy.defaultAction())
                .mode(policy.mode())
                .hidden(policy.hidden())
                .tools(policy.tools())
                .groups(policy.groups())
                .everyTool(policy.everyTool());
    }

    /** A rule with each of its record's components otherwise, by the component. */
    private static Map<String, Rule> otherwise(Rule rule) {
        Map<String, Rule> all = new LinkedHashMap<>();
        RuleHead head = rule.head();
        all.put("head.id", rule.withHead(head.withId(RuleId.pointer("elsewhere"))));
        all.put("head.name", rule.withHead(head.withName("otherwise")));
        all.put("head.message", rule.withHead(head.withMessage("Otherwise.")));
        all.put("head.mode", rule.withMode(head.mode() == Mode.SHADOW ? Mode.ENFORCE : Mode.SHADOW));
        if (!(rule instanceof DenyIf)) {
            all.put("head.when", rule.withHead(head.withWhen(more(head.when()))));
        }
        if (rule instanceof Require require) {
            all.put("conditions", new Require(head, more(require.conditions())));
        } else if (rule instanceof DenyIf denial) {
            all.put("conditions", new DenyIf(head, more(denial.conditions())));
        } else if (rule instanceof RequireApproval approval) {
            all.put("conditions", approval.withConditions(more(approval.conditions())));
            all.put("timeout", approval.withTimeout(approval.timeout().plusSeconds(1)));
            all.put(
                    "by",
                    approval.withBy(approval.by() == ApprovedBy.CLIENT ? ApprovedBy.OPERATOR : ApprovedBy.CLIENT));
            all.put("remember", approval.withRemember(Remembrance.ofSameArguments(Duration.ofDays(3))));
        } else if (rule instanceof Limit limit) {
            all.put("counter", limit.withCounter("otherwise"));
            all.put("window", limit.withWindow(new Window.Seconds(17)));
            all.put("bound", limit.withBound(Bound.atMost(BigDecimal.valueOf(77))));
            all.put("scope", limit.withScope(limit.scope() == Scope.GRANT ? Scope.GLOBAL : Scope.GRANT));
            all.put("amount", limit.withAmount(new Amount.FromArgument(ArgumentPath.parse("args.otherwise"))));
            all.put("key", limit.withKey(new LimitKey.Paths(List.of(ArgumentPath.parse("args.otherwise")))));
            all.put(
                    "storeFailure",
                    limit.withStoreFailure(
                            limit.storeFailure() == StoreFailure.DENY ? StoreFailure.ALLOW : StoreFailure.DENY));
        } else if (rule instanceof Concurrency places) {
            all.put("max", places.withMax(places.max() + 1));
            all.put("scope", places.withScope(places.scope() == Scope.GRANT ? Scope.GLOBAL : Scope.GRANT));
            all.put("lease", places.withLease(places.lease().plusSeconds(1)));
            all.put("key", places.withKey(new LimitKey.AllArguments()));
        }
        assertThat(all.keySet()).as("every component of a rule is changed").containsAll(components(rule));
        return all;
    }

    private static List<String> components(Rule rule) {
        Stream<String> own = Arrays.stream(rule.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("head"));
        Stream<String> head = Arrays.stream(RuleHead.class.getRecordComponents())
                .map(component -> "head." + component.getName())
                .filter(name -> !(rule instanceof DenyIf && name.equals("head.when")));
        return Stream.concat(own, head).toList();
    }

    private static List<Condition> more(List<Condition> conditions) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition.Comparison(ArgumentPath.parse("args.otherwise"), Operator.EQ, "x"));
        return more;
    }

    @Test
    void no_single_change_of_a_policy_is_missed() {
        int changes = 0;
        List<Policy> policies = new ArrayList<>(List.of(PolicyReader.parse(FORM)));
        for (long seed = 0; seed < 60; seed++) {
            policies.add(RandomPolicy.of(seed));
        }
        for (Policy policy : policies) {
            for (Changed changed : singleChanges(policy).toList()) {
                List<StatedChange> found = StatedChanges.between(policy, changed.policy());
                assertThat(found).as(changed.what()).isNotEmpty().noneMatch(change -> change.part()
                        .equals("revision"));
                changes++;
            }
            assertThat(StatedChanges.between(
                            policy,
                            parts(policy.name(), policy.format(), policy)
                                    .description(policy.description())
                                    .policy()))
                    .isEmpty();
        }
        assertThat(changes).isGreaterThan(1_000);
    }

    @Test
    void no_mutant_of_a_policy_is_missed() {
        int mutants = 0;
        for (long seed = 0; seed < 60; seed++) {
            Policy policy = RandomPolicy.of(seed);
            for (Mutant mutant : PolicyMutations.of(policy).mutants()) {
                assertThat(StatedChanges.between(policy, mutant.policy()))
                        .as(mutant.label() + ": " + mutant.change())
                        .isNotEmpty();
                mutants++;
            }
        }
        assertThat(mutants).isGreaterThan(1_000);
    }

    @Test
    void what_goes_one_way_there_goes_the_other_way_back() {
        Map<Change, Change> back = Map.of(
                Change.LOOSENED, Change.TIGHTENED,
                Change.TIGHTENED, Change.LOOSENED,
                Change.EITHER_WAY, Change.EITHER_WAY,
                Change.OTHER, Change.OTHER);
        for (long seed = 0; seed < 60; seed++) {
            Policy policy = RandomPolicy.of(seed);
            singleChanges(policy).forEach(changed -> assertThat(ways(changed.policy(), policy))
                    .as(changed.what())
                    .isEqualTo(ways(policy, changed.policy()).stream()
                            .map(back::get)
                            .sorted()
                            .toList()));
        }
    }

    private static List<Change> ways(Policy before, Policy after) {
        return StatedChanges.between(before, after).stream()
                .map(StatedChange::change)
                .sorted()
                .toList();
    }

    @Test
    void no_witness_contradicts_what_is_read() {
        // A call that asks a human takes no place, so that asking for more calls lets some reach a human that found
        // none.
        Policy policy = PolicyReader.parse(FORM.substring(0, FORM.indexOf("groups:")));
        int witnesses = 0;
        for (Mutant mutant : PolicyMutations.of(policy).mutants()) {
            witnesses += witnesses(policy, mutant);
        }
        assertThat(witnesses).isGreaterThan(20);
    }

    /** How many ways the calls found show; where one change alone is read of, none but that. */
    private static int witnesses(Policy policy, Mutant mutant) {
        ComparisonReport report =
                PolicyComparison.between(policy, mutant.policy()).report();
        Set<Change> shown = report.differences().stream()
                .map(PolicyDifference::change)
                .filter(change -> change != Change.DENIED_OTHERWISE)
                .collect(Collectors.toSet());
        Change read = report.changes().get(0).change();
        boolean agree = report.changes().size() > 1
                || read == Change.EITHER_WAY
                || Set.of(read).containsAll(shown);
        assertThat(agree).as(mutant.change() + "\n" + report.text()).isTrue();
        return shown.size();
    }

    @Test
    void each_part_says_which_way_it_goes() {
        assertThat(lines("value: 5 }", "value: 6 }"))
                .containsExactly("loosened: pay: `size`: condition was `args.n lte 5`, is now `args.n lte 6`");
        assertThat(lines("[eur, usd]", "[eur]"))
                .containsExactly(
                        "tightened: pay: `size`: condition was `args.c in [\"eur\",\"usd\"]`, is now `args.c in [\"eur\"]`");
        assertThat(lines("[eur, usd]", "[eur, gbp]"))
                .containsExactly(
                        "either way: pay: `size`: condition was `args.c in [\"eur\",\"usd\"]`, is now `args.c in [\"eur\",\"gbp\"]`");
        assertThat(lines("Too large.", "Too big."))
                .containsExactly("other: pay: `size`: message was \"Too large.\", is now \"Too big.\"");
        assertThat(lines("30m", "2h")).containsExactly("loosened: pay: `ask`: timeout was 30m, is now 2h");
        assertThat(lines("for: 900", "for: 90"))
                .containsExactly(
                        "tightened: pay: `ask`: remember was the same arguments for 15m, is now the same arguments for 90s");
        assertThat(lines("10/day", "10/month")).contains("tightened: pay: `daily`: window was day, is now month");
        assertThat(lines("value: 3", "value: 4"))
                .containsExactly("loosened: pay: `ask`: condition was `args.n gt 3`, is now `args.n gt 4`");
        assertThat(lines("[drop]", "[drop, pay]")).containsExactly("tightened: the policy: hide is new: `pay`");
        assertThat(lines("\"get_*\"", "\"set_*\""))
                .containsExactly(
                        "loosened: group `all`: tools is gone: `get_*`",
                        "tightened: group `all`: tools is new: `set_*`");
        assertThat(lines("      - { name: daily, rate_limit: 10/day }\n", ""))
                .singleElement()
                .asString()
                .startsWith("loosened: pay: rule `daily` is gone: ");
        assertThat(lines("  never: { rules: [{ name: nothing, action: deny }] }\n", ""))
                .containsExactly("tightened: never: tool is gone: `nothing`");
    }

    @Test
    void what_is_in_shadow_mode_before_and_after_decides_nothing() {
        String shadow = FORM.replace("- name: size", "- mode: shadow\n        name: size");

        assertThat(StatedChanges.between(
                        PolicyReader.parse(shadow), PolicyReader.parse(shadow.replace("value: 5 }", "value: 9 }"))))
                .extracting(StatedChange::change)
                .containsExactly(Change.OTHER);
        assertThat(StatedChanges.between(PolicyReader.parse(FORM), PolicyReader.parse(shadow)))
                .extracting(StatedChange::change)
                .containsExactly(Change.LOOSENED);
    }

    @Test
    void a_rule_that_moves_on_is_the_same_rule() {
        assertThat(lines(
                        "      - { name: daily, rate_limit: 10/day }\n",
                        "      - { name: hourly, rate_limit: 5/hour }\n      - { name: daily, rate_limit: 10/day }\n"))
                .singleElement()
                .asString()
                .startsWith("tightened: pay: rule `hourly` is new: ");
    }
}
