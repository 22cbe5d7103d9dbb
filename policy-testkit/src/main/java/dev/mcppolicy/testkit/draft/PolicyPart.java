package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.internal.QuietEngine;
import dev.mcppolicy.testkit.internal.RuleNames;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy with the rules alone that calls of some tools meet: it decides these calls as the whole does, and is asked faster. */
final class PolicyPart {
    private static final Path UNWRITTEN = Path.of("draft");

    private final Set<String> tools;
    private final Set<RuleId> rules = new HashSet<>();
    /** The tools, and those whose rules declare what theirs read. */
    private final Set<String> kept = new HashSet<>();

    private final CheckedPolicy checked;
    private final Policy policy;
    private final RuleNames names;
    private final CoverageRecorder coverage;
    private final Map<Integer, Policy> changed = new HashMap<>();

    PolicyPart(CheckedPolicy whole, RuleNames names, Set<String> tools) {
        Policy all = whole.orThrow();
        this.tools = Set.copyOf(tools);
        for (String tool : tools) {
            all.rulesFor(tool).forEach(placed -> addWithCounters(all, placed));
        }
        kept.addAll(tools);
        all.tools().forEach((name, tool) -> {
            if (tool.rules().stream().anyMatch(rule -> rules.contains(rule.id()))) {
                kept.add(name);
            }
        });
        this.names = names;
        this.policy = of(all);
        this.checked = new CheckedPolicy(policy, List.of(), whole.document(), null);
        this.coverage = CoverageRecorder.of(policy);
    }

    private void addWithCounters(Policy all, PlacedRule placed) {
        if (rules.add(placed.rule().id())) {
            for (CounterPath read : placed.rule().countersRead()) {
                all.limitOf(read).ifPresent(limit -> rules.add(limit.id()));
            }
        }
    }

    /** A changed policy with these rules alone, and without tools that have none of them. */
    Policy of(Policy whole) {
        Map<String, ToolPolicy> its = new LinkedHashMap<>();
        whole.tools().forEach((name, tool) -> {
            if (!kept.contains(name)) {
                return;
            }
            List<Rule> own = tool.rules().stream()
                    .filter(rule -> rules.contains(rule.id()))
                    .toList();
            if (tools.contains(name) || !own.isEmpty()) {
                its.put(name, new ToolPolicy(own));
            }
        });
        return new PolicyParts(whole.name(), whole.format(), whole.defaultAction())
                .mode(whole.mode())
                .hidden(whole.hidden())
                .tools(its)
                .groups(whole.groups())
                .everyTool(whole.everyTool())
                .policy();
    }

    Policy policy() {
        return policy;
    }

    StepRecorder record(Instant start) {
        return new StepRecorder(coverage, names, start);
    }

    /** Whether a rule has its id at a place of the document that looks at each call by itself, and at no counter. */
    boolean isOfSingleCalls(String pointer) {
        return policy.rules().stream()
                .map(PlacedRule::rule)
                .anyMatch(rule -> rule.id().value().equals(pointer)
                        && (rule instanceof Require || rule instanceof DenyIf)
                        && rule.countersRead().isEmpty());
    }

    /** Whether a rule that counts has its id at a place of the document. */
    boolean isCountedAt(String pointer) {
        return policy.rules().stream()
                .map(PlacedRule::rule)
                .anyMatch(rule -> rule.id().value().equals(pointer)
                        && (rule instanceof Concurrency || rule.asLimit().isPresent()));
    }

    RuleNames names() {
        return names;
    }

    /** What is said of a first call. */
    Explanation look(ToolCall call, Instant at) {
        return QuietEngine.builder(policy).clock(() -> at).build().explain(call);
    }

    /** An engine of the policy that a change makes. */
    PolicyEngine changed(Missing missing, int number, InstantSource clock) {
        return QuietEngine.builder(changed(missing, number)).clock(clock).build();
    }

    private Policy changed(Missing missing, int number) {
        return changed.computeIfAbsent(number, same -> missing.changed(same, this));
    }

    /** The test as it is read back, or nothing where a file cannot say it. */
    Optional<PolicyTestCase> read(DraftedTest test) {
        try {
            String text = DraftText.of(List.of(test.written("draft")));
            return Optional.of(
                    PolicyTestFile.parse(UNWRITTEN, text, checked).cases().get(0));
        } catch (InvalidTestFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The goals that a test reaches, or nothing where it fails with the policy as it is. */
    Optional<Set<CoverageGoal>> reachedBy(PolicyTestCase test) {
        Set<CoverageGoal> goals = new LinkedHashSet<>();
        return passes(test, coverage.observed(goals::add, judged -> {})) ? Optional.of(goals) : Optional.empty();
    }

    /** Whether a test fails once the policy is changed. */
    boolean notices(PolicyTestCase test, Missing missing, int number) {
        return !passes(test, PolicyTester.mutated(policy, changed(missing, number)));
    }

    static boolean passes(PolicyTestCase test, PolicyTester tester) {
        try {
            test.run(tester);
            return true;
        } catch (AssertionError | RuntimeException e) {
            return false;
        }
    }
}
