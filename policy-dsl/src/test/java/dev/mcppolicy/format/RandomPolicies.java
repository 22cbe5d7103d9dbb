package dev.mcppolicy.format;

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
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random policies that a format can say, with every operator, window, scope and amount, and with texts that YAML would
 * take for something else. Each rule has a message of its own, by which it is known again.
 */
final class RandomPolicies {
    private static final List<String> PATTERNS = List.of("*", "a*", "*d", "u*v", "*.*", "*\"*", "# *c", "n*u*l");

    private static final List<String> MEMBER_PATTERNS = PATTERNS.subList(1, PATTERNS.size());
    private static final List<String> GROUPS = List.of("g", "all writes", "no", "~g/1", "\"g\"");

    private static final List<String> PATHS = List.of(
            "args.a", "args.b", "args.o.a", "args[\"c.d\"]", "args.l[0]", "args.l[*]", "args.l[*].a", "args[\"\\\"\"]");
    private static final List<String> CALLER_PATHS = List.of(
            "caller.principal",
            "caller.grant",
            "caller.session",
            "caller.client",
            "caller.attributes.team",
            "caller.attributes[\"c.d\"].o[0]",
            "caller.attributes.l[*].a");
    private static final List<String> COUNTERS = List.of("c0", "c 1", "d.e", "\"q\"", "yes");
    private static final List<Operator> EQUALITY = List.of(Operator.EQ, Operator.NEQ);
    private static final List<Operator> MEMBERSHIP = List.of(Operator.IN, Operator.NOT_IN);
    private static final List<Operator> ORDER = List.of(Operator.LT, Operator.LTE, Operator.GT, Operator.GTE);

    private final Random random;
    private final PolicyFormat format;
    /** One in so many parts may be one that the format cannot say; zero for none. */
    private final int wildness;

    private final Map<CounterPath, Limit> counters = new LinkedHashMap<>();
    /** Those whose limits are in shadow mode. */
    private final Set<CounterPath> shadow = new HashSet<>();

    private int written;

    private RandomPolicies(Random random, PolicyFormat format, int wildness) {
        this.random = random;
        this.format = format;
        this.wildness = wildness;
    }

    /** A policy that the format can say. */
    static Policy sayable(Random random, PolicyFormat format) {
        return new RandomPolicies(random, format, 0).policy();
    }

    /** A policy that the format can perhaps not say. */
    static Policy any(Random random, PolicyFormat format) {
        return new RandomPolicies(random, format, 6).policy();
    }

    private boolean isWild() {
        return wildness > 0 && random.nextInt(wildness) == 0;
    }

    private Policy policy() {
        Map<String, List<Rule>> limits = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            limits.computeIfAbsent(RandomValues.of(RandomValues.TOOLS, random), tool -> limits(RulePlace.tool(tool)));
        }
        Map<String, List<Rule>> groupLimits = new LinkedHashMap<>();
        while (random.nextInt(3) == 0) {
            groupLimits.computeIfAbsent(RandomValues.of(GROUPS, random), group -> limits(RulePlace.group(group)));
        }
        List<Rule> everyTool = random.nextInt(3) == 0 ? limits(RulePlace.everyTool()) : List.of();
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        limits.forEach((tool, own) -> tools.put(tool, new ToolPolicy(rules(own))));
        Set<String> hidden = new LinkedHashSet<>();
        while (random.nextInt(4) == 0) {
            hidden.add(RandomValues.of(random.nextInt(3) == 0 ? PATTERNS : RandomValues.TOOLS, random));
        }
        List<Rule> every = everyTool.isEmpty() || format == PolicyFormat.POLICYLAYER ? everyTool : rules(everyTool);
        counters.keySet().stream().filter(counter -> random.nextInt(5) == 0).forEach(shadow::add);
        tools.replaceAll((tool, own) -> withModes(RulePlace.tool(tool), own.rules()));
        Map<String, ToolGroup> groups = new LinkedHashMap<>();
        groupLimits.forEach((group, its) -> groups.put(
                group,
                new ToolGroup(
                        members(),
                        random.nextBoolean(),
                        withModes(RulePlace.group(group), rules(its)).rules())));
        return new PolicyParts("", format, random.nextBoolean() ? DefaultAction.ALLOW : DefaultAction.DENY)
                .description(random.nextBoolean() ? null : RandomValues.text(random))
                .mode(random.nextInt(8) == 0 ? Mode.SHADOW : Mode.ENFORCE)
                .hidden(hidden)
                .tools(tools)
                .groups(groups)
                .everyTool(withModes(RulePlace.everyTool(), every).rules())
                .policy();
    }

    /** Puts some rules in shadow mode, among them all that read what only such rules raise. */
    private ToolPolicy withModes(RulePlace place, List<Rule> rules) {
        return new ToolPolicy(rules.stream()
                .map(rule -> isShadow(place, rule) ? rule.withMode(Mode.SHADOW) : rule)
                .toList());
    }

    private boolean isShadow(RulePlace place, Rule rule) {
        if (rule instanceof Limit limit) {
            return shadow.contains(new CounterPath(place, limit.counter()));
        }
        return random.nextInt(5) == 0 || rule.countersRead().stream().anyMatch(shadow::contains);
    }

    private List<String> members() {
        Set<String> members = new LinkedHashSet<>();
        do {
            members.add(RandomValues.of(random.nextInt(3) == 0 ? MEMBER_PATTERNS : RandomValues.TOOLS, random));
        } while (random.nextBoolean());
        return List.copyOf(members);
    }

    private List<Rule> limits(RulePlace place) {
        List<Rule> limits = new ArrayList<>();
        for (String counter : COUNTERS) {
            // A tool called so has no counters that Intercept can read.
            if (random.nextInt(6) == 0
                    && !RulePlace.tool(RulePlace.EVERY_TOOL_NAME).equals(place)) {
                Limit limit = limit(counter);
                limits.add(limit);
                if (limit.key() == null) {
                    counters.put(new CounterPath(place, counter), limit);
                }
            }
        }
        addPlaces(limits);
        return limits;
    }

    private void addPlaces(List<Rule> limits) {
        if (random.nextInt(3) == 0) {
            limits.add(places(RandomValues.of(List.of(Scope.values()), random)));
        }
        boolean isMore = format == PolicyFormat.INTERCEPT || isWild();
        if (isMore && random.nextInt(3) == 0 && limits.stream().noneMatch(Concurrency.class::isInstance)) {
            limits.add(places(Scope.GLOBAL).withKey(null));
            limits.add(places(Scope.GRANT));
        }
    }

    private Concurrency places(Scope scope) {
        Duration lease = isWild()
                ? Duration.ofMillis(1_500)
                : Duration.ofSeconds(RandomValues.of(List.of(1, 3, 60, 86_400), random));
        return Concurrency.of(RuleHead.of(id()).withName(name()).withMessage(message()), 1 + random.nextInt(2))
                .withScope(scope)
                .withLease(lease)
                .withKey(random.nextInt(3) > 0 ? null : key());
    }

    private List<Rule> rules(List<Rule> limits) {
        List<Rule> rules = new ArrayList<>(limits);
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(random.nextInt(rules.size() + 1), rule());
        }
        while (random.nextInt(5) == 0) {
            boolean always = random.nextInt(3) == 0;
            Duration timeout = Duration.ofSeconds(List.of(1, 60, 90, 300, 7_200).get(random.nextInt(5)));
            rules.add(
                    random.nextInt(rules.size() + 1),
                    RequireApproval.of(
                                    RuleHead.of(id())
                                            .withName(name())
                                            .withMessage(message())
                                            .withWhen(when(true)),
                                    always ? List.of() : conditions())
                            .withTimeout(timeout)
                            .withBy(RandomValues.of(List.of(ApprovedBy.values()), random))
                            .withRemember(random.nextInt(3) > 0 ? null : remembrance()));
        }
        if (format == PolicyFormat.POLICYLAYER) {
            // The document keeps kinds apart; the order of the kinds is that of their first rules.
            List<Class<?>> kinds = new ArrayList<>(new LinkedHashSet<>(
                    rules.stream().<Class<?>>map(Object::getClass).toList()));
            rules.sort(Comparator.comparingInt(rule -> kinds.indexOf(rule.getClass())));
        }
        return rules;
    }

    private Remembrance remembrance() {
        Duration span = Duration.ofSeconds(List.of(1, 90, 900, 7_200).get(random.nextInt(4)));
        return new Remembrance(span, false, random.nextBoolean() ? null : 1 + random.nextInt(100));
    }

    private Rule rule() {
        if (random.nextBoolean()) {
            RuleHead head = RuleHead.of(id()).withName(name()).withMessage(message());
            return random.nextInt(9) == 0
                    ? new Require(head, List.of())
                    : new Require(head.withWhen(when(true)), required());
        }
        List<Condition> denied = random.nextInt(20) == 0
                ? List.of()
                : format == PolicyFormat.POLICYLAYER || random.nextBoolean()
                        ? comparisons()
                        : List.of(conditionWithContrary());
        return new DenyIf(RuleHead.of(id()).withName(name()).withMessage(message()), denied);
    }

    /** Conditions that both formats can deny by. */
    private List<Condition> comparisons() {
        return format == PolicyFormat.POLICYLAYER || isWild()
                ? conditions()
                : List.of(comparison(true), random.nextBoolean() ? existence(true) : comparison(false));
    }

    /** Conditions among which some may be satisfied by what is missing. */
    private List<Condition> required() {
        List<Condition> required = new ArrayList<>(conditions());
        if (random.nextInt(3) == 0) {
            Condition optional = new Condition.Optional(
                    random.nextBoolean()
                            ? pair(true)
                            : new Condition.Comparison(
                                    argument(true), RandomValues.of(ORDER, random), RandomValues.number(random)));
            required.add(random.nextBoolean() ? optional : new Condition.AllOf(List.of(comparison(true), optional)));
        }
        return required;
    }

    private Condition pair(boolean wildcards) {
        List<Operator> operators = random.nextBoolean() ? EQUALITY : ORDER;
        CallPath path = wildcards ? argument(true) : callPath(false);
        return new Condition.PathComparison(
                path, RandomValues.of(operators, random), callPath(false), random.nextInt(4) == 0);
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            conditions.add(isWild() ? wild(2) : condition(3, true));
        }
        return conditions;
    }

    /** A condition that both formats can say, with conditions of conditions so deep. */
    private Condition condition(int depth, boolean upright) {
        if (random.nextInt(12) == 0) {
            return new Condition.AtTime(time());
        }
        if (depth == 0 || random.nextInt(10) < 6) {
            return random.nextInt(8) == 0 ? pair(upright) : comparison(upright);
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.AllOf(parts(depth, upright));
            case 1, 2 -> new Condition.AnyOf(parts(depth, upright));
            default -> new Condition.Not(condition(depth - 1, false));
        };
    }

    private TimeSpan time() {
        Instant instant = Instant.parse("2026-01-15T12:00:00Z").plusMillis(random.nextInt());
        if (random.nextInt(3) == 0) {
            return random.nextBoolean() ? new TimeSpan.NotBefore(instant) : new TimeSpan.Before(instant);
        }
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)));
        boolean isWhole = random.nextInt(4) == 0;
        return new TimeSpan.During(
                random.nextBoolean() ? days : EnumSet.allOf(DayOfWeek.class),
                isWhole ? null : LocalTime.of(random.nextInt(24), random.nextInt(60)),
                isWhole ? null : LocalTime.of(random.nextInt(24), random.nextInt(60)),
                ZoneId.of(RandomValues.of(List.of("UTC", "Europe/Berlin", "America/New_York"), random)));
    }

    private List<Condition> parts(int depth, boolean upright) {
        List<Condition> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            parts.add(condition(depth - 1, upright));
        }
        return parts;
    }

    /** Conditions of conditions, also of none, which a format can say only where they can be left out. */
    private Condition wild(int depth) {
        if (depth == 0) {
            return random.nextBoolean() ? existence(false) : comparison(false);
        }
        List<Condition> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            parts.add(wild(depth - 1));
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.AllOf(parts);
            case 1 -> new Condition.AnyOf(parts);
            default -> new Condition.Not(wild(depth - 1));
        };
    }

    /** A condition that Intercept can deny, though it can only require. */
    private Condition conditionWithContrary() {
        if (!counters.isEmpty() && random.nextInt(3) == 0) {
            return new Condition.Comparison(counter(), RandomValues.of(ORDER, random), RandomValues.number(random));
        }
        return switch (random.nextInt(3)) {
            case 0 -> existence(true);
            case 1 -> new Condition.Not(comparison(false));
            default -> new Condition.Not(new Condition.AllOf(List.of(comparison(false), comparison(false))));
        };
    }

    private Condition existence(boolean wildcards) {
        return new Condition.Comparison(argument(wildcards), Operator.EXISTS, random.nextBoolean());
    }

    private Condition comparison(boolean wildcards) {
        boolean reads = format == PolicyFormat.INTERCEPT && !counters.isEmpty() && random.nextInt(4) == 0;
        if (!reads && random.nextInt(8) == 0) {
            List<Operator> operators = RandomValues.of(List.of(EQUALITY, MEMBERSHIP, ORDER), random);
            Object operand = operators == MEMBERSHIP
                    ? List.of(RandomValues.number(random), RandomValues.number(random))
                    : RandomValues.number(random);
            return new Condition.Comparison(callPath(wildcards), RandomValues.of(operators, random), operand, true);
        }
        ValuePath path = reads ? counter() : callPath(wildcards);
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Condition.Comparison(path, RandomValues.of(EQUALITY, random), RandomValues.value(random));
            case 2 -> new Condition.Comparison(path, RandomValues.of(MEMBERSHIP, random), RandomValues.alike(random));
            case 3, 4 -> new Condition.Comparison(path, RandomValues.of(ORDER, random), RandomValues.number(random));
            case 5 -> new Condition.Comparison(path, Operator.REGEX, RandomValues.of(RandomValues.PATTERNS, random));
            case 6 ->
                new Condition.Comparison(
                        path,
                        random.nextBoolean() ? Operator.CONTAINS : Operator.NOT_CONTAINS,
                        RandomValues.value(random));
            default -> new Condition.Comparison(path, Operator.EXISTS, random.nextBoolean());
        };
    }

    private CounterPath counter() {
        return RandomValues.of(new ArrayList<>(counters.keySet()), random);
    }

    private CallPath callPath(boolean wildcards) {
        if (random.nextInt(4) > 0) {
            return argument(wildcards);
        }
        return CallPath.parse(RandomValues.of(wildcards ? CALLER_PATHS : CALLER_PATHS.subList(0, 6), random));
    }

    private ArgumentPath argument(boolean wildcards) {
        ArgumentPath path;
        do {
            path = ArgumentPath.parse(RandomValues.of(PATHS, random));
        } while (path.hasWildcard() && !wildcards);
        return path;
    }

    private Limit limit(String counter) {
        boolean policyLayer = format == PolicyFormat.POLICYLAYER;
        Amount amount = random.nextBoolean()
                ? new Amount.FromArgument(argument(true), random.nextBoolean())
                : policyLayer || random.nextBoolean()
                        ? Amount.ONE
                        : new Amount.Fixed(RandomValues.of(List.of(new BigDecimal("0.5"), BigDecimal.TEN), random));
        BigDecimal max = RandomValues.of(
                List.of(BigDecimal.valueOf(2), new BigDecimal("2.5"), new BigDecimal("0.3"), new BigDecimal("4E+3")),
                random);
        boolean below = random.nextInt(4) == 0 && max.compareTo(BigDecimal.ONE) > 0;
        Bound bound = !policyLayer && random.nextInt(6) == 0 ? null : new Bound(max, !below);
        Window window = isWild()
                ? new Window.Sliding(Duration.ofMillis(1_500))
                : RandomValues.of(
                        List.of(
                                Window.Calendar.MINUTE,
                                Window.Calendar.HOUR,
                                Window.Calendar.DAY,
                                Window.Calendar.WEEK,
                                Window.Calendar.MONTH,
                                Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")),
                                Window.Calendar.WEEK.in(ZoneId.of("America/Argentina/Buenos_Aires")),
                                Window.Calendar.MONTH.in(ZoneId.of("Etc/GMT+5")),
                                new Window.Sliding(Duration.ofSeconds(10)),
                                new Window.Seconds(60),
                                new Window.Seconds(7)),
                        random);
        Scope scope = RandomValues.of(List.of(Scope.values()), random);
        RuleHead head = RuleHead.of(id()).withName(name()).withMessage(message());
        return Limit.of(head.withWhen(when(false)), counter, window, bound)
                .withScope(scope)
                .withKey(random.nextInt(3) > 0 ? null : key())
                .withAmount(amount);
    }

    /**
     * Which calls a rule concerns, mostly all.
     *
     * @param reads whether it may read counters
     */
    private List<Condition> when(boolean reads) {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        Condition argument = new Condition.Comparison(
                argument(false), RandomValues.of(EQUALITY, random), RandomValues.value(random));
        return switch (random.nextInt(3)) {
            case 0 -> List.of(argument);
            case 1 -> List.of(new Condition.Not(argument), pair(false));
            default -> List.of(reads ? condition(2, false) : new Condition.AnyOf(List.of(argument, pair(false))));
        };
    }

    private LimitKey key() {
        if (random.nextInt(3) == 0) {
            return new LimitKey.AllArguments();
        }
        Set<CallPath> paths = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            paths.add(callPath(false));
        }
        return new LimitKey.Paths(List.copyOf(paths));
    }

    private RuleId id() {
        return new RuleId("(rule " + written + ")");
    }

    private @Nullable String name() {
        return random.nextBoolean() ? null : "n" + RandomValues.text(random);
    }

    private String message() {
        return RandomValues.text(random) + "#" + written++;
    }
}
