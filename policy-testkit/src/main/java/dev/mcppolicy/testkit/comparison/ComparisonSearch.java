package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.internal.ChargedAmount;
import dev.mcppolicy.testkit.internal.ChosenCall;
import dev.mcppolicy.testkit.internal.TypicalCallers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One search for the differences of two policies: single calls of each tool, pressed limits, random calls. */
final class ComparisonSearch {
    /** An instant before every calendar window ends, so that a window that slides shows. */
    private static final Instant LAST_INSTANT = PolicyPair.START.minusMillis(1);

    static final int CALLS_PER_PRESS = 12_000;
    private static final int TOOLS_BESIDE = 6;
    private static final int RANDOM_CALLS = 2_000;
    private static final int RANDOM_SEQUENCES = 20;
    private static final int SEQUENCE = 100;
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(59), Duration.ofHours(5));

    private final Policy before;
    private final Policy after;
    private final DifferenceCollector collector;
    private final LimitSearch limits;
    private final ConcurrencySearch places;
    private final Map<String, CallSearch> searches = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private int looked;

    ComparisonSearch(Policy before, Policy after, DifferenceCollector collector) {
        this.before = before;
        this.after = after;
        this.collector = collector;
        this.limits = new LimitSearch(before, after, collector, CALLS_PER_PRESS);
        this.places = new ConcurrencySearch(before, after, collector);
    }

    void run() {
        PolicyPair fresh = new PolicyPair(before, after, PolicyPair.START);
        CallGenerator generator = CallGenerator.of(List.of(before, after));
        for (String tool : generator.tools()) {
            searches.put(tool, new CallSearch(before, after, tool, fresh, collector));
        }
        changed.addAll(changedTools());
        changed.forEach(tool -> Objects.requireNonNull(searches.get(tool)).run());
        searches.forEach(this::pressLimits);
        searches.forEach(this::pressPlaces);
        searches.forEach(this::pressAnswers);
        generator.calls(1).limit(RANDOM_CALLS).forEach(call -> lookAtRandom(fresh, call));
        for (int seed = 0; seed < RANDOM_SEQUENCES; seed++) {
            makeRandomCalls(generator, seed);
        }
    }

    /** Looks at a call as of one of the instants that the rules of its tool turn on, each in its turn. */
    private void lookAtRandom(PolicyPair fresh, ToolCall call) {
        List<Instant> instants =
                Objects.requireNonNull(searches.get(call.tool())).instants();
        Instant at = instants.get(looked++ % instants.size());
        fresh.lookAt(at);
        collector.see(fresh, fresh.look(call), call, () -> Witness.of(call, at));
    }

    /**
     * The tools that the policies have different rules for. Of those that differ only in the rules for every tool, a few
     * show all that there is: some that calls pass, and some that none was found to pass.
     */
    private Set<String> changedTools() {
        Set<String> tools = new LinkedHashSet<>();
        int passing = 0;
        int closed = 0;
        for (String tool : searches.keySet()) {
            boolean ownDiffers = before.mode() != after.mode()
                    || !judgeAlike(rulesOf(before, tool), rulesOf(after, tool))
                    || before.lists(tool) != after.lists(tool)
                    || before.hides(tool) != after.hides(tool);
            boolean commonDiffers = !judgeAlike(before.everyTool(), after.everyTool());
            if (ownDiffers || tool.equals(TypicalCallers.UNLISTED)) {
                tools.add(tool);
            } else if (commonDiffers && (isPassed(tool) ? passing++ : closed++) < TOOLS_BESIDE) {
                tools.add(tool);
            }
        }
        return tools;
    }

    /** Whether a call of a tool was found that one of the policies lets pass. */
    private boolean isPassed(String tool) {
        return Objects.requireNonNull(searches.get(tool)).passing().isPresent();
    }

    /** The rules of a tool and of its groups. */
    private static List<Rule> rulesOf(Policy policy, String tool) {
        return policy.rulesFor(tool).stream()
                .filter(placed -> !placed.place().equals(RulePlace.everyTool()))
                .map(PlacedRule::rule)
                .toList();
    }

    private static boolean judgeAlike(List<Rule> rules, List<Rule> others) {
        return rules.size() == others.size()
                && IntStream.range(0, rules.size()).allMatch(i -> rules.get(i).judgesAs(others.get(i)));
    }

    /** The limits and concurrency rules that are enforced and never refused a call in the search, by what they are called. */
    List<String> unreached() {
        Set<String> unreached = new LinkedHashSet<>();
        addUnreached(before, true, unreached);
        addUnreached(after, false, unreached);
        return List.copyOf(unreached);
    }

    private void addUnreached(Policy policy, boolean old, Set<String> unreached) {
        changed.stream()
                .flatMap(tool -> isDeniedOutright(tool)
                        ? policy.everyTool().stream()
                        : policy.rulesFor(tool).stream().map(PlacedRule::rule))
                .filter(policy::enforces)
                .filter(rule -> !hasReached(rule, old))
                .forEach(rule -> unreached.add(policy.labelOf(rule)));
    }

    /** Whether a rule is no limit, or none that refuses, or has refused as much as it can. */
    private boolean hasReached(Rule rule, boolean old) {
        if (rule instanceof Concurrency concurrency) {
            return places.hasReached(concurrency, old);
        }
        return rule.asLimit()
                .map(limit -> limit.bound() == null || limits.hasReached(limit, old))
                .orElse(true);
    }

    /** Whether a policy denies every call of a tool, so that no limit on it could show. */
    private boolean isDeniedOutright(String tool) {
        return Stream.of(before, after)
                .anyMatch(policy -> !policy.lists(tool)
                        || policy.rulesFor(tool).stream()
                                .map(PlacedRule::rule)
                                .filter(policy::enforces)
                                .anyMatch(rule -> rule instanceof DenyIf
                                        && rule.conditions().isEmpty()));
    }

    private void pressLimits(String tool, CallSearch search) {
        Set<String> readers = readersOf(tool);
        boolean concerns = changed.contains(tool) || readers.stream().anyMatch(changed::contains);
        if (!concerns || (limitsOf(tool).isEmpty() && readers.isEmpty())) {
            return;
        }
        search.passing().ifPresent(base -> {
            List<ToolCall> beside = beside(tool);
            int enough =
                    limitsOf(tool).stream().allMatch(limit -> limit.bound() == null) ? countsAsked() : CALLS_PER_PRESS;
            Set<ChosenCall> drives = drives(search, base, tool);
            search.concerned().forEach(other -> drives.addAll(drives(search, other, tool)));
            for (ChosenCall drive : drives) {
                List<ToolCall> calls = List.of(drive.by(tool, LimitSearch.CALLER));
                starts(tool, drive.at()).forEach(start -> limits.press(start, calls, beside, enough));
            }
            if (limitsOf(tool).stream().map(Limit::scope).distinct().count() > 1) {
                ChosenCall drive = drives.iterator().next();
                for (List<Caller> crowd : LimitSearch.crowds()) {
                    List<ToolCall> calls =
                            crowd.stream().map(caller -> drive.by(tool, caller)).toList();
                    limits.press(drive.at(), calls, beside, enough);
                }
            }
            OtherKeys keys =
                    new OtherKeys(limitsOf(tool).stream().map(Limit::key).toList());
            if (!keys.isEmpty()) {
                ToolCall call = drives.iterator().next().by(tool, LimitSearch.CALLER);
                limits.press(base.at(), keys.crowd(call, LimitSearch.CROWD), beside, enough);
            }
            if (!readers.isEmpty()) {
                for (ChosenCall drive : smallDrives(base, tool)) {
                    List<ToolCall> calls = List.of(drive.by(tool, LimitSearch.CALLER));
                    limits.press(drive.at(), calls, beside, countsAsked());
                }
            }
        });
    }

    /** Repeats a call on the yes to it, with the same arguments and with others, to the end of its uses and of its time. */
    private void pressAnswers(String tool, CallSearch search) {
        List<Remembrance> remembered = Stream.of(before, after)
                .flatMap(policy -> policy.rulesFor(tool).stream())
                .map(PlacedRule::rule)
                .filter(RequireApproval.class::isInstance)
                .map(rule -> ((RequireApproval) rule).remember())
                .filter(Objects::nonNull)
                .toList();
        if (remembered.isEmpty() || !changed.contains(tool)) {
            return;
        }
        for (ChosenCall base : search.asking()) {
            for (Remembrance remember : remembered) {
                limits.repeat(base.at(), base.by(tool, LimitSearch.CALLER), remember);
            }
        }
    }

    private void pressPlaces(String tool, CallSearch search) {
        List<Concurrency> rules = places.rulesOf(tool);
        if (rules.isEmpty() || !changed.contains(tool)) {
            return;
        }
        Set<ChosenCall> bases = new LinkedHashSet<>(search.concerned());
        search.passing().ifPresent(bases::add);
        for (ChosenCall base : bases) {
            List<ToolCall> beside = beside(tool);
            for (List<Caller> crowd : LimitSearch.crowds()) {
                places.press(
                        base.at(),
                        crowd.stream().map(caller -> base.by(tool, caller)).toList(),
                        beside);
            }
            OtherKeys keys = new OtherKeys(rules.stream().map(Concurrency::key).toList());
            if (!keys.isEmpty()) {
                places.press(base.at(), keys.crowd(base.by(tool, LimitSearch.CALLER), LimitSearch.CROWD), beside);
            }
        }
    }

    /** When to begin to press: as all windows of the calendar begin, just before that, as those of each zone do, and when the call passes. */
    private Set<Instant> starts(String tool, Instant passing) {
        Set<Instant> starts = new LinkedHashSet<>(List.of(PolicyPair.START, LAST_INSTANT));
        starts.add(passing);
        for (Limit limit : limitsOf(tool)) {
            if (limit.window() instanceof Window.Zoned zoned) {
                starts.add(Instant.ofEpochMilli(zoned.endOf(PolicyPair.START.toEpochMilli())));
            }
        }
        return starts;
    }

    private List<Limit> limitsOf(String tool) {
        return Stream.of(before, after)
                .flatMap(policy -> policy.rulesFor(tool).stream())
                .flatMap(placed -> placed.rule().asLimit().stream())
                .toList();
    }

    /** Arguments that charge one to a counter that others read, so that every count is met. */
    private Set<ChosenCall> smallDrives(ChosenCall base, String tool) {
        Set<ChosenCall> drives = new LinkedHashSet<>();
        for (Limit limit : limitsOf(tool)) {
            if (limit.amount() instanceof Amount.FromArgument from) {
                drives.add(base.with(ChargedAmount.place(from), 1));
            }
        }
        return drives;
    }

    /** The arguments to press with: those that pass, and for each amount read from them the largest that passes too. */
    private Set<ChosenCall> drives(CallSearch search, ChosenCall base, String tool) {
        Set<ChosenCall> drives = new LinkedHashSet<>();
        for (Limit limit : limitsOf(tool)) {
            if (limit.amount() instanceof Amount.FromArgument from) {
                search.choices().at(ChargedAmount.place(from)).stream()
                        .filter(value -> ChargedAmount.exact(value, from) != null)
                        .sorted(Comparator.comparing(
                                        (Object value) -> Objects.requireNonNull(ChargedAmount.exact(value, from)))
                                .reversed())
                        .map(value -> base.with(ChargedAmount.place(from), value))
                        .filter(drive -> search.passes(drive, true, true))
                        .limit(2)
                        .forEach(drives::add);
            }
        }
        drives.add(base);
        return drives;
    }

    /** Calls of other tools that share a counter with a tool: those that read one of its counters first. */
    private List<ToolCall> beside(String tool) {
        Set<String> tools = new LinkedHashSet<>(readersOf(tool));
        boolean shares = !before.everyTool().isEmpty() || !after.everyTool().isEmpty();
        if (shares) {
            searches.keySet().stream()
                    .filter(this::isPassed)
                    .limit(TOOLS_BESIDE)
                    .forEach(tools::add);
        }
        searches.keySet().stream()
                .filter(other -> shareGroup(tool, other) && isPassed(other))
                .limit(TOOLS_BESIDE)
                .forEach(tools::add);
        tools.remove(tool);
        List<ToolCall> calls = new ArrayList<>();
        for (String other : tools) {
            CallSearch search = Objects.requireNonNull(searches.get(other));
            search.passing().ifPresent(base -> calls.add(base.by(other, LimitSearch.CALLER)));
        }
        return calls;
    }

    /** Whether two tools are in one group, whose budget they share. */
    private boolean shareGroup(String tool, String other) {
        return Stream.of(before, after)
                .flatMap(policy -> policy.groups().values().stream())
                .anyMatch(group -> group.has(tool) && group.has(other));
    }

    private Set<String> readersOf(String tool) {
        Set<String> readers = new LinkedHashSet<>();
        for (String other : searches.keySet()) {
            for (Policy policy : List.of(before, after)) {
                policy.rulesFor(other).stream()
                        .flatMap(placed -> placed.rule().countersRead().stream())
                        .filter(path -> isChargedBy(policy, path.place(), tool))
                        .forEach(path -> readers.add(other));
            }
        }
        return readers;
    }

    /** Whether calls of a tool are charged to the counters of a place. */
    private static boolean isChargedBy(Policy policy, RulePlace place, String tool) {
        if (place instanceof RulePlace.Group group) {
            ToolGroup its = policy.groups().get(group.name());
            return its != null && its.has(tool);
        }
        return !(place instanceof RulePlace.Tool) || place.name().equals(tool);
    }

    /** How many calls show every count that a condition asks for. */
    private int countsAsked() {
        BigDecimal most = Stream.of(before, after)
                .flatMap(policy -> policy.rules().stream())
                .flatMap(placed -> placed.rule().comparisons().stream())
                .filter(comparison -> comparison.path() instanceof CounterPath)
                .map(Condition.Comparison::operand)
                .map(JsonNumber::exact)
                .filter(Objects::nonNull)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        return most.add(BigDecimal.valueOf(2))
                .min(BigDecimal.valueOf(CALLS_PER_PRESS))
                .intValue();
    }

    private void makeRandomCalls(CallGenerator generator, int seed) {
        List<Instant> instants = searches.values().stream()
                .flatMap(search -> search.instants().stream())
                .distinct()
                .toList();
        Instant start = seed % 2 == 0 ? PolicyPair.START : instants.get(seed % instants.size());
        PolicyPair pair = new PolicyPair(before, after, start);
        SplittableRandom random = new SplittableRandom(seed);
        List<Witness.Step> steps = new ArrayList<>();
        Duration wait = Duration.ZERO;
        for (ToolCall call : generator.calls(seed).limit(SEQUENCE).toList()) {
            Duration pause = PAUSES.get(random.nextInt(PAUSES.size()));
            pair.advance(pause);
            Duration waited = wait.plus(pause);
            PolicyPair.Decisions decisions = pair.make(call);
            collector.see(pair, decisions, call, () -> new Witness(start, steps, waited, call, false));
            if (decisions.bothLetPass()) {
                steps.add(new Witness.Step(waited, 1, call));
            }
            wait = decisions.bothLetPass() ? Duration.ZERO : waited;
        }
    }
}
