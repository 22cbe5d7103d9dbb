package dev.mcppolicy.engine;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random policies and calls that meet: few tools, few names, few values, many of them alike. One seed makes one run.
 */
final class RandomPolicies {
    private static final List<String> TOOLS = List.of("a", "b", "c");
    private static final List<String> MEMBERS = List.of("a", "b", "c", "c*", "*b", "*c*", "d");
    private static final List<String> PATHS =
            List.of("args.x", "args.x", "args.y", "args.o.k", "args.l[0]", "args.l[*]", "args.l[*].k", "args[\"a.b\"]");
    private static final List<String> CALLER_PATHS = List.of(
            "caller.principal",
            "caller.grant",
            "caller.session",
            "caller.client",
            "caller.attributes.x",
            "caller.attributes.o.k",
            "caller.attributes.l[0]",
            "caller.attributes.l",
            "caller.attributes.l[*]",
            "caller.attributes.l[*].k");
    private static final List<Object> NUMBERS = List.of(
            5,
            5L,
            5.0,
            new BigDecimal("5.00"),
            BigInteger.valueOf(5),
            0,
            -0.0,
            -1,
            0.1,
            new BigDecimal("0.1"),
            2.5,
            (short) 1,
            (byte) 2,
            3,
            new BigDecimal("0.0000001"),
            9007199254740993L,
            9007199254740992.0,
            1e300,
            BigInteger.TEN.pow(30));
    private static final List<Object> UNTELLABLE =
            List.of(Double.NaN, Double.POSITIVE_INFINITY, new BigDecimal("1e20000"), BigInteger.TEN.pow(1_200));
    private static final List<Object> TEXTS = List.of(
            "5",
            "5.0",
            "5e0",
            " 5 ",
            "true",
            "false",
            "a",
            "ab",
            "b",
            "",
            "05",
            "-1",
            "2.50",
            "0.1",
            "NaN",
            "/srv/data",
            "/srv/data/a",
            "/srv//./data/",
            "/srv/data-2",
            "/srv/data/../a",
            "//srv/data",
            "/srv/data/%2e",
            "https://shop.example.com",
            "HTTPS://a.Shop.example.com.:443/x",
            "http://shop.example.com:8080?q",
            "https://shop.example.com@evil.test/",
            "https://shop.example.com.evil.test",
            "https://1.2.3.4/",
            "a@example.com",
            "A.b@mail.Example.com",
            "a@b@example.com",
            "a..b@example.com",
            "a@example.com.evil.test");
    private static final List<String> PATTERNS = List.of("^a", "b$", "a", "^ab$", "a|5", "[ab]+", "^$", "\\.");
    private static final List<String> OPERATORS = List.of(
            "eq",
            "neq",
            "in",
            "not_in",
            "lt",
            "lte",
            "gt",
            "gte",
            "regex",
            "not_regex",
            "contains",
            "not_contains",
            "exists");
    private static final List<String> INSIDE = List.of("within", "host_in", "email_in");
    private static final List<String> FOLDERS = List.of("/srv/data", "/srv/data/a/", "/srv/data-2");
    private static final List<String> HOSTS = List.of(
            "shop.example.com",
            "*.shop.example.com",
            "*.example.com",
            "http://shop.example.com:8080",
            "Shop.Example.com:8443");
    private static final List<String> DOMAINS = List.of("example.com", "*.example.com", "Mail.example.com");
    private static final List<Window> WINDOWS = List.of(
            Window.Calendar.MINUTE,
            Window.Calendar.HOUR,
            Window.Calendar.DAY,
            Window.Calendar.WEEK,
            Window.Calendar.MONTH,
            Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")),
            Window.Calendar.WEEK.in(ZoneId.of("Pacific/Apia")),
            Window.Calendar.MONTH.in(ZoneId.of("America/St_Johns")),
            Window.Calendar.DAY.in(ZoneId.of("America/St_Johns")),
            new Window.Seconds(7),
            new Window.Sliding(Duration.ofSeconds(10)));
    /** Some minutes before windows of these zones end, before a day that is left out, and before one that is repeated. */
    private static final List<String> STARTS = List.of(
            "2026-01-15T12:00:00Z",
            "2026-01-31T23:56:00Z",
            "2026-03-28T22:57:00Z",
            "2011-12-30T09:57:00Z",
            "2010-11-07T02:27:00Z",
            "2026-06-30T02:27:00Z");

    private static final List<String> AMOUNTS = List.of("args.x", "args.o.k", "args.l[0]", "args.l[*]", "args.l[*].k");
    private static final List<String> KEYS = List.of(
            "args.x",
            "args.x",
            "args.o.k",
            "args.l[0]",
            "args.x,args.y",
            "args",
            "caller.principal",
            "caller.attributes.x",
            "args.x,caller.attributes.o.k,caller.grant");
    private static final List<Caller> CALLERS = List.of(
            Caller.anonymous(),
            Caller.anonymous().withSession("s"),
            Caller.ofGrant("g"),
            Caller.ofGrant("g").withSession("s"),
            Caller.ofPrincipal("p"),
            Caller.ofPrincipal("g").withGrant("h"),
            Caller.unidentified(),
            Caller.unidentified().withSession("s"));

    private final Random random;

    /** Whether what is made now is required, so that it may say what is inside alone. */
    private boolean required;

    /** Whether what is made now stands under a negation, where every element has no place. */
    private boolean negated;

    RandomPolicies(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** When a run of calls begins. */
    String start() {
        return oneOf(STARTS);
    }

    Policy policy() {
        return policy(rules());
    }

    /**
     * The rules of the listed tools, those of groups under the group with its tools, {@code @g a,c*} or {@code @g+ a,c*} where
     * it lists them, and of every tool under {@code *}.
     */
    Map<String, List<Draft>> rules() {
        Map<String, List<Draft>> rules = new LinkedHashMap<>();
        List<String> counters = new ArrayList<>();
        List<String> places = new ArrayList<>(List.of("a", "b"));
        for (int i = random.nextInt(3); i > 0; i--) {
            String members =
                    Stream.of(oneOf(MEMBERS), oneOf(MEMBERS)).distinct().collect(Collectors.joining(","));
            places.add("@g" + i + (oneIn(3) ? "+ " : " ") + members);
        }
        places.add("*");
        for (String tool : places) {
            List<Draft> limits = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                String counter = "n" + i;
                Draft.Limit limit = limit(counter);
                limits.add(oneIn(4) ? guarded(limit, counters) : limit);
                if (limit.key() != null) {
                    continue;
                }
                counters.add("state." + (tool.equals("*") ? "_global" : nameOf(tool)) + "." + counter);
            }
            if (oneIn(3)) {
                Draft atOnce = places();
                limits.add(random.nextInt(limits.size() + 1), oneIn(4) ? guarded(atOnce, counters) : atOnce);
            }
            rules.put(tool, limits);
        }
        rules.forEach((tool, list) -> {
            for (int i = random.nextInt(tool.equals("*") || tool.startsWith("@") ? 2 : 4); i > 0; i--) {
                list.add(random.nextInt(list.size() + 1), rule(counters));
            }
        });
        return rules;
    }

    Policy policy(Map<String, List<Draft>> rules) {
        TestPolicy policy = oneIn(2) ? TestPolicy.allowing() : TestPolicy.denying();
        if (oneIn(6)) {
            policy.hide(oneIn(8) ? "*" : oneIn(3) ? oneOf(TOOLS).charAt(0) + "*" : oneOf(TOOLS));
        }
        return policyOf(policy, rules);
    }

    static Policy policyOf(TestPolicy policy, Map<String, List<Draft>> rules) {
        rules.forEach((tool, list) -> {
            if (tool.startsWith("@")) {
                List<String> members =
                        List.of(tool.substring(tool.indexOf(' ') + 1).split(",", -1));
                policy.group(nameOf(tool), members, tool.contains("+"), list.toArray(Draft[]::new));
            } else if (!tool.equals("*")) {
                policy.tool(tool, list.toArray(Draft[]::new));
            }
        });
        return policy.everyTool(rules.get("*").toArray(Draft[]::new)).build();
    }

    /** The name of the tool or group whose rules stand under a key. */
    private static String nameOf(String key) {
        return key.split("[+ ]", -1)[0];
    }

    /** A rule in shadow mode that reads no counter. */
    Rule shadowRule(String id) {
        return rule(List.of()).shadow().at(new RuleId(id));
    }

    Draft rule(List<String> counters) {
        Draft rule = ruleOfAll(counters);
        return oneIn(4) && !rule.list().equals("deny_if") ? guarded(rule, counters) : rule;
    }

    /** A rule for some calls alone, which says nothing of what is inside alone and nothing of every element. */
    private Draft guarded(Draft rule, List<String> counters) {
        required = false;
        negated = true;
        Condition first = condition(counters, 2);
        Condition[] when = oneIn(3) ? new Condition[] {first, condition(counters, 1)} : new Condition[] {first};
        negated = false;
        boolean mayRemember = !(rule instanceof Draft.Conditions asking)
                || asking.remember() == null
                || !asking.remember().anyArguments();
        return mayRemember ? rule.when(when) : rule;
    }

    private Draft ruleOfAll(List<String> counters) {
        int kind = random.nextInt(5);
        required = kind > 2;
        Condition[] conditions = new Condition[random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2)];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = required && oneIn(5) ? optional(counters) : condition(counters, 2);
        }
        return switch (kind) {
            case 0, 1 -> Draft.denyIf(conditions);
            case 2 -> approval(conditions);
            default -> Draft.require(conditions);
        };
    }

    private Draft approval(Condition[] conditions) {
        Draft.Conditions approval =
                Draft.approval(conditions).within(Duration.ofSeconds(oneOf(List.of(20, 30, 30, 45))));
        if (oneIn(3)) {
            approval = approval.by(oneOf(List.of(ApprovedBy.CLIENT, ApprovedBy.OPERATOR)));
        }
        if (oneIn(3)) {
            return approval;
        }
        Remembrance any = new Remembrance(Duration.ofSeconds(60), true, oneOf(List.of(1, 2)));
        try {
            return oneIn(2) ? remembering(approval, any) : sameRemembering(approval);
        } catch (IllegalArgumentException e) {
            return sameRemembering(approval);
        }
    }

    private Draft sameRemembering(Draft.Conditions approval) {
        return approval.remembering(
                new Remembrance(Duration.ofSeconds(oneOf(List.of(40, 90, 300))), false, oneIn(2) ? 2 : null));
    }

    /** Where the rule asks for no amount. */
    private static Draft remembering(Draft.Conditions approval, Remembrance any) {
        Draft remembering = approval.remembering(any);
        Rule unused = remembering.at(new RuleId("/x"));
        return remembering;
    }

    Draft.Limit limit(String counter) {
        Draft.Limit limit = Draft.limit(counter, oneOf(WINDOWS), oneOf(List.of("1", "2", "3", "7.5", "0.3")))
                .per(oneOf(List.of(Scope.GLOBAL, Scope.GLOBAL, Scope.GRANT, Scope.SESSION, Scope.PRINCIPAL)));
        Bound bound = limit.bound();
        if (oneIn(4)) {
            limit = limit.bound(Bound.below(bound.max()));
        } else if (oneIn(8)) {
            limit = limit.bound(null);
        }
        if (oneIn(4)) {
            limit = limit.keyedBy(oneOf(KEYS));
        }
        return switch (random.nextInt(5)) {
            case 0 -> limit.of(oneOf(AMOUNTS));
            case 1 -> limit.ofDecimal(oneOf(AMOUNTS));
            case 2 -> limit.by(oneOf(List.of("2", "0.1", "0.0000001")));
            default -> limit;
        };
    }

    private Draft.Concurrent places() {
        Draft.Concurrent places = Draft.atOnce(1 + random.nextInt(2))
                .per(oneOf(List.of(Scope.GLOBAL, Scope.GLOBAL, Scope.GRANT, Scope.SESSION, Scope.PRINCIPAL)))
                .leasedFor(Duration.ofSeconds(oneOf(List.of(1, 5, 60))));
        return oneIn(4) ? places.keyedBy(oneOf(KEYS)) : places;
    }

    private Condition condition(List<String> counters, int depth) {
        if (depth < 2 && oneIn(3)) {
            return comparison(counters, !negated);
        }
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0 -> negation(counters, depth);
            case 1 -> new Condition.AllOf(List.of(part(counters, depth), part(counters, depth)));
            case 2 -> new Condition.AnyOf(List.of(part(counters, depth), part(counters, depth)));
            default -> comparison(counters, !negated);
        };
    }

    private Condition optional(List<String> counters) {
        Condition comparison = oneIn(3) ? pair(true) : argument(true);
        boolean takes = comparison instanceof Condition.PathComparison pair
                ? pair.path() instanceof ArgumentPath
                : comparison instanceof Condition.Comparison one
                        && one.path() instanceof ArgumentPath
                        && one.operator() != Operator.EXISTS;
        Condition optional = takes ? new Condition.Optional(comparison) : comparison;
        return oneIn(3) ? new Condition.AllOf(List.of(condition(counters, 1), optional)) : optional;
    }

    private Condition pair(boolean wildcards) {
        Operator operator = Operator.of(oneOf(List.of("eq", "neq", "lt", "lte", "gt", "gte")))
                .orElseThrow();
        return new Condition.PathComparison(
                CallPath.parse(path(wildcards)), operator, CallPath.parse(path(false)), oneIn(4));
    }

    private String path(boolean wildcards) {
        List<String> paths = oneIn(4) ? CALLER_PATHS : PATHS;
        return oneOf(
                wildcards ? paths : paths.stream().filter(p -> !p.contains("*")).toList());
    }

    private Condition negation(List<String> counters, int depth) {
        boolean wasRequired = required;
        boolean wasNegated = negated;
        required = false;
        negated = true;
        Condition part = part(counters, depth);
        required = wasRequired;
        negated = wasNegated;
        return new Condition.Not(part);
    }

    private Condition part(List<String> counters, int depth) {
        return condition(counters, depth - 1);
    }

    private Condition comparison(List<String> counters, boolean wildcards) {
        if (!counters.isEmpty() && oneIn(6)) {
            String operator = oneOf(List.of("lt", "lte", "gt", "gte", "eq", "neq", "regex", "exists"));
            return Draft.where(oneOf(counters), operator, operand(operator));
        }
        return oneIn(10) ? time() : oneIn(7) ? pair(wildcards) : argument(wildcards);
    }

    /** A span with an edge near one of the starts. */
    private Condition time() {
        Instant near = Instant.parse(oneOf(STARTS)).plusMillis(random.nextInt(120_000));
        TimeSpan span =
                switch (random.nextInt(6)) {
                    case 0 -> new TimeSpan.NotBefore(near);
                    case 1 -> new TimeSpan.Before(near);
                    default -> during(near);
                };
        return new Condition.AtTime(span);
    }

    private TimeSpan during(Instant near) {
        ZoneId zone = ZoneId.of(oneOf(List.of("UTC", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe")));
        Set<DayOfWeek> days = EnumSet.of(oneOf(List.of(DayOfWeek.values())));
        days.addAll(
                random.nextInt(4) == 0
                        ? EnumSet.allOf(DayOfWeek.class)
                        : EnumSet.of(near.atZone(zone).getDayOfWeek()));
        if (oneIn(3)) {
            return new TimeSpan.During(days, null, null, zone);
        }
        LocalTime edge = near.atZone(zone).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        LocalTime other = LocalTime.of(random.nextInt(24), random.nextInt(60));
        return oneIn(2)
                ? new TimeSpan.During(days, edge, oneIn(8) ? edge : other, zone)
                : new TimeSpan.During(days, other, edge, zone);
    }

    private Condition argument(boolean wildcards) {
        String path = path(wildcards);
        if (oneIn(6)) {
            Operator compared = Operator.of(oneOf(OPERATORS.subList(0, 8))).orElseThrow();
            boolean membership = compared == Operator.IN || compared == Operator.NOT_IN;
            Object operand = membership ? List.of(oneOf(NUMBERS), oneOf(NUMBERS)) : oneOf(NUMBERS);
            return new Condition.Comparison(CallPath.parse(path), compared, operand, true);
        }
        String operator = oneOf(required && oneIn(4) ? INSIDE : OPERATORS);
        return Draft.where(path, operator, operand(operator));
    }

    private Object operand(String operator) {
        return switch (operator) {
            case "exists" -> oneIn(2);
            case "lt", "lte", "gt", "gte" -> oneOf(NUMBERS);
            case "regex", "not_regex" -> oneOf(PATTERNS);
            case "within" -> List.of(oneOf(FOLDERS), oneOf(FOLDERS));
            case "host_in" -> List.of(oneOf(HOSTS), oneOf(HOSTS));
            case "email_in" -> List.of(oneOf(DOMAINS));
            case "in", "not_in" -> alike();
            default -> plain();
        };
    }

    /** A list of scalars, of lists or of objects. */
    private List<Object> alike() {
        Object first = plain();
        Object second = plain();
        while ((first instanceof List) != (second instanceof List)
                || (first instanceof Map) != (second instanceof Map)) {
            second = plain();
        }
        return List.of(first, second);
    }

    private Object plain() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> oneOf(NUMBERS);
            case 3, 4 -> oneOf(TEXTS);
            case 5 -> oneIn(2);
            case 6 -> List.of(oneOf(NUMBERS), oneOf(TEXTS));
            default -> Map.of("k", oneOf(oneIn(2) ? NUMBERS : TEXTS));
        };
    }

    private @Nullable Object value() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> oneOf(UNTELLABLE);
            case 2 -> List.of();
            default -> plain();
        };
    }

    Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>();
        for (String name : List.of("x", "y", "a.b")) {
            if (!oneIn(4)) {
                arguments.put(name, value());
            }
        }
        Map<String, Object> object = new HashMap<>();
        object.put("k", value());
        arguments.put("o", oneIn(6) ? value() : object);
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Map<String, Object> element = new HashMap<>();
            element.put(oneIn(6) ? "j" : "k", value());
            list.add(oneIn(3) ? value() : element);
        }
        arguments.put("l", oneIn(8) ? value() : list);
        return arguments;
    }

    ToolCall call() {
        return ToolCall.of(oneOf(TOOLS), oneIn(12) ? null : arguments(), caller());
    }

    /** A human's answer to the question about a call, by somebody who may be its caller, in a way that may be known. */
    ApprovalAnswer answer(ToolCall call) {
        ApprovalAnswer answer = oneIn(4) ? ApprovalAnswer.DECLINED : ApprovalAnswer.APPROVED;
        if (!oneIn(4)) {
            answer = answer.through(oneOf(List.of(AnswerWay.values())));
        }
        String by =
                switch (random.nextInt(4)) {
                    case 0 -> call.caller().principal();
                    case 1 -> call.caller().grant();
                    case 2 -> "ann";
                    default -> null;
                };
        return by == null ? answer : answer.by(by);
    }

    private Caller caller() {
        Caller caller = oneOf(CALLERS);
        if (oneIn(4)) {
            caller = caller.withClient("" + oneOf(TEXTS));
        }
        return oneIn(3) ? caller : caller.withAttributes(arguments());
    }

    /** The same call with its numbers written otherwise, or by another caller. */
    ToolCall again(ToolCall call) {
        return ToolCall.of(
                call.tool(),
                call.arguments() == null && oneIn(2) ? Map.of() : respelled(call.arguments()),
                oneIn(3) ? caller() : call.caller());
    }

    private @Nullable Object respelled(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((name, member) -> copy.put(name, respelled(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(respelled(element)));
            return copy;
        }
        if (value instanceof Integer || value instanceof Long) {
            BigDecimal number = new BigDecimal(value.toString());
            return oneIn(2) ? number.setScale(2) : number;
        }
        return value;
    }
}
