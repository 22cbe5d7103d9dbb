package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.ChosenCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Drafts the tests of one tool: of what its rules count and ask, and then of the values that they look at. */
final class ToolDraft {
    private final Policy policy;
    private final String tool;
    private final Missing missing;
    private final List<PlacedRule> rules;
    private final PolicyPart part;
    private final ToolCalls calls;
    /** Where in the document rules of the tool stand. */
    private final Set<String> places;
    /** The changes of which a call of the tool may tell one that was unnoticed as its draft began. */
    private final List<Integer> own;

    private final List<DraftedTest> tests = new ArrayList<>();
    /** The tests kept for what is counted or asked, as they are read back. */
    private final Map<DraftedTest, PolicyTestCase> kept = new LinkedHashMap<>();

    private final Map<String, Integer> denials = new LinkedHashMap<>();
    private int tried;
    private int passed;

    ToolDraft(DraftedPolicy drafted, String tool, Missing missing) {
        this.policy = drafted.policy();
        this.tool = tool;
        this.missing = missing;
        this.rules = policy.rulesFor(tool);
        this.part = new PolicyPart(drafted.checked(), drafted.names(), Set.of(tool));
        this.calls = new ToolCalls(part.policy(), tool, drafted.schemas().get(tool));
        this.places = placesOfRules();
        this.own = ownChanges();
    }

    /** The tests, in the order of the rules. */
    List<DraftedTest> tests() {
        if (isNothingMissing()) {
            return tests;
        }
        rules.stream().filter(placed -> policy.enforces(placed.rule())).forEach(this::addTests);
        addSingleCalls();
        List<RuleId> order = rules.stream().map(placed -> placed.rule().id()).toList();
        tests.sort(Comparator.comparingInt(test -> order.indexOf(test.rule())));
        return tests;
    }

    private boolean isNothingMissing() {
        return changes().isEmpty() && missing.goals().stream().noneMatch(this::mayShow);
    }

    private boolean mayShow(CoverageGoal goal) {
        return goal.rule().equals(RuleId.HIDDEN)
                ? policy.hides(tool)
                : goal.rule().value().startsWith("(")
                        ? !policy.names(tool)
                        : places.stream().anyMatch(place -> isWithin(goal.rule().value(), place));
    }

    private static boolean isWithin(String pointer, String place) {
        return pointer.equals(place) || pointer.startsWith(place + "/");
    }

    private Set<String> placesOfRules() {
        Set<String> places = new LinkedHashSet<>();
        places.add(RuleId.pointer("tools", tool).value());
        policy.groups().forEach((name, group) -> {
            if (group.has(tool)) {
                places.add(RuleId.pointer("groups", name).value());
            }
        });
        rules.forEach(placed -> places.add(placed.rule().id().value()));
        return places;
    }

    /** The unnoticed changes that a call of the tool may tell. */
    private List<Integer> changes() {
        return own.stream().filter(missing.changes()::contains).toList();
    }

    private List<Integer> ownChanges() {
        Set<Integer> changes = new TreeSet<>();
        places.forEach(place -> changes.addAll(missing.changesWithin(place)));
        if (policy.hides(tool)) {
            changes.addAll(missing.changesWithin("/hide"));
        } else if (!policy.names(tool) || policy.hidesAll()) {
            changes.addAll(missing.changesWithin("/default"));
        }
        return List.copyOf(changes);
    }

    private boolean isMissing(Rule rule) {
        return missing.hasGoalOf(rule.id())
                || !missing.changesWithin(rule.id().value()).isEmpty();
    }

    /** Whether it is not noticed that the tool is lost to the group of a rule. */
    private boolean isLeftOut(PlacedRule placed) {
        return placed.place() instanceof RulePlace.Group group
                && !missing.changesWithin(
                                RuleId.pointer("groups", group.name(), "tools").value())
                        .isEmpty();
    }

    private void addTests(PlacedRule placed) {
        Rule rule = placed.rule();
        boolean isLeftOut = isLeftOut(placed);
        String title = RuleWords.of(policy, rule);
        if (rule instanceof RequireApproval approval && isMissing(rule)) {
            new ApprovalTests(tool, part, calls, approval).all(title).forEach(this::keepIfItShows);
        }
        PressedTests pressed = new PressedTests(tool, part, calls);
        if (rule instanceof Limit limit && limit.bound() != null && (isMissing(rule) || isLeftOut)) {
            new LimitTests(tool, part, calls).fillsUp(limit, title).ifPresent(this::keepIfItShows);
            if (isMissing(rule)) {
                pressed.ofLimit(limit, title).ifPresent(this::keepIfItShows);
            }
        }
        if (rule instanceof Concurrency concurrency && (isMissing(rule) || isLeftOut)) {
            pressed.ofPlaces(concurrency, title).ifPresent(this::keepIfItShows);
        }
        for (CounterPath read : rule.countersRead()) {
            Optional<Limit> limit = policy.limitOf(read);
            if (limit.isPresent() && (isMissing(rule) || isMissing(limit.get()))) {
                pressed.ofReader(rule, limit.get(), title).ifPresent(this::keepIfItShows);
            }
        }
        if (rule instanceof Limit && isMissing(rule)) {
            givenBack(rule, title).ifPresent(this::keepIfItShows);
        }
    }

    /** A call that never ran, of which nothing is counted. */
    private Optional<DraftedTest> givenBack(Rule rule, String title) {
        ChosenCall base = calls.nearest(rule.when().isEmpty() ? null : rule.id());
        ToolCall call = calls.call(base, Caller.anonymous());
        StepRecorder steps = part.record(base.at());
        Decision decision =
                steps.answered(call, CallEnd.of(ToolOutcome.NOT_EXECUTED), StepRecorder.Answer.APPROVE, Duration.ZERO);
        return decision instanceof Decision.Deny || !calls.choices().admits(call)
                ? Optional.empty()
                : Optional.of(DraftedTest.of(tool, rule.id(), title + ": given back", base.at(), steps.steps()));
    }

    /**
     * Keeps a test that passes as it is read back, and shows anything that nothing showed before. Changes of a rule that
     * looks at single calls are left to these, which are sooner made.
     */
    private void keepIfItShows(DraftedTest test) {
        part.read(test).ifPresent(read -> part.reachedBy(read).ifPresent(goals -> {
            test.goals().addAll(goals);
            for (int number : changes()) {
                if (!isOfSingleCalls(test, number) && part.notices(read, missing, number)) {
                    test.noticed().add(number);
                }
            }
            missing.takeShownBy(test);
            if (!test.goals().isEmpty() || !test.noticed().isEmpty()) {
                tests.add(test);
                kept.put(test, read);
            }
        }));
    }

    private boolean isOfSingleCalls(DraftedTest test, int number) {
        String at = missing.mutant(number).pointer();
        return !isWithin(at, test.rule().value()) && part.isOfSingleCalls(at);
    }

    /** Takes from what is missing the changes that tests notice which are kept already. */
    private void takeNoticedByKept() {
        for (int number : changes()) {
            kept.entrySet().stream()
                    .filter(each -> part.notices(each.getValue(), missing, number))
                    .findFirst()
                    .ifPresent(each -> {
                        each.getKey().noticed().add(number);
                        missing.changes().remove(number);
                    });
        }
    }

    private void addSingleCalls() {
        SingleCalls single = new SingleCalls(part, calls.single());
        List<SingleCalls.Chosen> chosen = single.forGoals(missing);
        single.forChangesAgain(missing, changes(), chosen);
        takeNoticedByKept();
        single.forChanges(missing, changes(), chosen);
        count(single);
        if (!isNothingMissing()) {
            SingleCalls pairs = new SingleCalls(part, calls.pairs());
            chosen.addAll(pairs.forGoals(missing));
            pairs.forChanges(missing, changes(), chosen);
            count(pairs);
        }
        for (DraftedTest test : new SingleCallTests(tool, part).of(chosen, this::title)) {
            add(test);
        }
    }

    /** Adds a test whose calls were chosen one by one; what they do not show together is missing again. */
    private void add(DraftedTest test) {
        Optional<PolicyTestCase> read = part.read(test);
        Set<CoverageGoal> reached = read.flatMap(part::reachedBy).orElse(Set.of());
        test.goals().stream().filter(goal -> !reached.contains(goal)).forEach(missing.goals()::add);
        for (int number : test.noticed()) {
            if (reached.isEmpty() || !part.notices(read.orElseThrow(), missing, number)) {
                missing.changes().add(number);
            }
        }
        test.goals().removeAll(missing.goals());
        test.noticed().removeAll(missing.changes());
        if (!test.goals().isEmpty() || !test.noticed().isEmpty()) {
            tests.add(test);
        }
    }

    private String title(RuleId rule) {
        if (rule.equals(RuleId.HIDDEN)) {
            return "cannot be called, as it is hidden";
        }
        if (rule.equals(RuleId.DEFAULT_DENY)) {
            return "cannot be called, as it is not listed";
        }
        return rules.stream()
                .map(PlacedRule::rule)
                .filter(each -> each.id().equals(rule))
                .findFirst()
                .map(each -> RuleWords.of(policy, each))
                .orElse("can be called");
    }

    private void count(SingleCalls calls) {
        tried += calls.tried();
        for (SingleCalls.Seen seen : calls.seen()) {
            if (seen.expected().kind() == ExpectedDecision.Kind.DENIED) {
                denials.merge(seen.expected().name(), 1, Integer::sum);
            } else {
                passed++;
            }
        }
    }

    String tool() {
        return tool;
    }

    /** Why something of the tool is not shown, as far as the search can tell. */
    String reason() {
        if (passed > 0 || tried == 0) {
            return "none of " + tried + " calls of `" + tool + "` that were tried shows it";
        }
        String most = denials.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        return "all of " + tried + " calls of `" + tool + "` that were tried are denied, most by `" + most + "`";
    }
}
