package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.dsl.Terms.all;
import static dev.mcppolicy.dsl.Terms.any;
import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.before;
import static dev.mcppolicy.dsl.Terms.caller;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static dev.mcppolicy.dsl.Terms.during;
import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.notBefore;
import static dev.mcppolicy.dsl.Terms.onDays;
import static dev.mcppolicy.dsl.Terms.optional;
import static dev.mcppolicy.dsl.Terms.sumOf;

import dev.mcppolicy.dsl.LimitBuilder;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** The policies of the conformance corpus, written in Java. */
final class ConformancePolicies {
    private ConformancePolicies() {}

    static Policy of(String name) {
        return switch (name) {
            case "payments" -> payments();
            case "operators" -> operators();
            case "inside" -> inside();
            case "nested" -> nested();
            case "compared" -> compared();
            case "callers" -> callers();
            case "times" -> times();
            case "decimals" -> decimals();
            case "limits" -> limits();
            case "windows" -> windows();
            case "amounts" -> amounts();
            case "keys" -> keys();
            case "when" -> when();
            case "places" -> places();
            case "hiding" -> hiding();
            case "groups" -> groups();
            default -> ServerPolicies.of(name);
        };
    }

    private static Policy payments() {
        return PolicyBuilder.policy("payments")
                .denyByDefault()
                .hide("delete_customer")
                .everyTool(tool -> tool.limit(
                        calls().atMost(6).perMinute().countedAs("all").orDeny("Slow down.")))
                .tool("create_charge", tool -> tool.require(arg("amount").atMost(50_000))
                        .orDeny("Single charge cannot exceed $500.00")
                        .require(arg("currency").in("usd", "eur"))
                        .orDeny("Use usd or eur.")
                        .denyIf(arg("test").exists())
                        .because("No tests.")
                        .limit(sumOf("amount")
                                .atMost(100_000)
                                .perDay()
                                .per(Scope.GRANT)
                                .countedAs("spent")
                                .orDeny("Daily spend is used up.")))
                .tool("list_customers")
                .tool("freeze", tool -> tool.deny().because("Never."))
                .tool("delete_customer")
                .build();
    }

    private static Policy operators() {
        return PolicyBuilder.policy("operators")
                .allowByDefault()
                .tool("eq", tool -> tool.require(arg("a.b").is(1.0)))
                .tool("neq", tool -> tool.require(arg("[\"a.b\"]").isNot("x")))
                .tool("in", tool -> tool.require(arg("a").in("x", true)))
                .tool(
                        "in_lists",
                        tool -> tool.require(
                                arg("a").in(Arrays.asList(1, Collections.singletonMap("k", null)), List.of(2))))
                .tool("not_in", tool -> tool.require(arg("a").notIn("x", 2)))
                .tool("lt", tool -> tool.require(arg("l[0]").below(0.3)))
                .tool("lte", tool -> tool.require(arg("l[*].n").atMost(9_007_199_254_740_993L)))
                .tool("gt", tool -> tool.require(arg("a").above(-1)))
                .tool("gte", tool -> tool.require(arg("a").atLeast(new BigDecimal("1e21"))))
                .tool("regex", tool -> tool.require(arg("a").containsPattern("^[a-z]+$")))
                .tool("contains", tool -> tool.require(arg("a").contains("no")))
                .tool("not_contains", tool -> tool.require(arg("a").doesNotContain("010")))
                .tool("each", tool -> tool.require(arg("to[*]").containsPattern("@good\\.test$")))
                .tool(
                        "without",
                        tool -> tool.require(arg("a.b").isMissing(), arg("l[0]").isMissing()))
                .tool("exists", tool -> tool.require(arg("a").exists(), arg("b").isMissing()))
                .build();
    }

    private static Policy inside() {
        return PolicyBuilder.policy("inside")
                .allowByDefault()
                .tool("not_regex", tool -> tool.require(arg("a").doesNotContainPattern(";")))
                .tool("within", tool -> tool.require(arg("a").isWithin("/srv/data")))
                .tool(
                        "host_in",
                        tool -> tool.require(arg("a").hostIn(
                                        "shop.example.com", "*.cdn.example.com", "http://old.example.com:8080")))
                .tool("email_in", tool -> tool.require(arg("to[*]").emailIn("example.com", "*.example.org")))
                .build();
    }

    private static Policy nested() {
        return PolicyBuilder.policy("nested")
                .allowByDefault()
                .tool(
                        "any",
                        tool -> tool.require(any(arg("x").atMost(5), arg("ok").is(true))))
                .tool(
                        "all",
                        tool -> tool.require(
                                any(all(arg("x").atMost(50), arg("ok").is(true)), arg("x").atMost(5))))
                .tool("not", tool -> tool.require(not(arg("x").is(1))))
                .tool("neither", tool -> tool.require(not(any(arg("x").is(1), not(arg("y").is(1))))))
                .tool(
                        "either",
                        tool -> tool.require(any(
                                arg("to").emailIn("example.com"), arg("to[*]").emailIn("example.com"))))
                .build();
    }

    private static Policy compared() {
        return PolicyBuilder.policy("compared")
                .allowByDefault()
                .tool("optional", tool -> tool.require(optional(arg("limit").atMost(25))))
                .tool(
                        "optional_each",
                        tool -> tool.require(all(optional(arg("l[*].p").in("a", "b")), arg("x").exists())))
                .tool("ordered", tool -> tool.require(arg("low").isBelow(arg("high"))))
                .tool("same", tool -> tool.require(arg("l[*].owner").isSameAs(arg("owner"))))
                .tool("other", tool -> tool.require(optional(arg("to").differsFrom(arg("from")))))
                .build();
    }

    private static Policy callers() {
        return PolicyBuilder.policy("callers")
                .allowByDefault()
                .tool("named", tool -> tool.require(caller("principal").in("alice", "bob")))
                .tool("granted", tool -> tool.denyIf(caller("grant").is("desk")))
                .tool("role", tool -> tool.require(caller("attributes.roles").contains("admin")))
                .tool("each", tool -> tool.denyIf(caller("attributes.roles[*]").is("guest")))
                .tool("own", tool -> tool.require(arg("owner").isSameAs(caller("attributes.team"))))
                .tool(
                        "most",
                        tool -> tool.require(caller("attributes.limits.most").isAtLeast(arg("amount"))))
                .tool(
                        "asked",
                        tool -> tool.requireApproval(caller("attributes.level").below(3)))
                .tool(
                        "counted",
                        tool -> tool.limit(calls().atMost(1)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .keyedBy(caller("attributes.team"), arg("customer"))
                                .countedAs("c")))
                .build();
    }

    private static Policy times() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        return PolicyBuilder.policy("times")
                .allowByDefault()
                .tool(
                        "office",
                        tool -> tool.require(onDays(
                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(9, 0),
                                LocalTime.of(17, 30),
                                berlin)))
                .tool(
                        "night",
                        tool -> tool.denyIf(onDays(
                                EnumSet.of(DayOfWeek.THURSDAY),
                                LocalTime.of(22, 0),
                                LocalTime.of(6, 0),
                                ZoneOffset.UTC)))
                .tool(
                        "weekend",
                        tool -> tool.denyIf(not(onDays(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), berlin))))
                .tool(
                        "asked",
                        tool -> tool.requireApproval(during(LocalTime.of(13, 0), LocalTime.of(14, 0), ZoneOffset.UTC)))
                .tool(
                        "trial",
                        tool -> tool.require(
                                notBefore(Instant.parse("2026-01-15T12:30:00Z")),
                                before(Instant.parse("2026-01-17T00:00:00Z"))))
                .build();
    }

    private static Policy decimals() {
        return PolicyBuilder.policy("decimals")
                .allowByDefault()
                .tool("most", tool -> tool.require(arg("amount").asDecimal().atMost(12.5)))
                .tool("one", tool -> tool.denyIf(not(arg("n").asDecimal().in(1, 2.5))))
                .tool(
                        "pair",
                        tool -> tool.require(optional(arg("low").asDecimal().isAtMost(arg("high")))))
                .tool("each", tool -> tool.denyIf(arg("l[*].price").asDecimal().above(100)))
                .tool(
                        "asked",
                        tool -> tool.requireApproval(arg("amount").asDecimal().isNot(0)))
                .build();
    }

    private static Policy limits() {
        return PolicyBuilder.policy("limits")
                .denyByDefault()
                .tool(
                        "minute",
                        tool -> tool.limit(calls().atMost(2)
                                .perMinute()
                                .per(Scope.GLOBAL)
                                .countedAs("c")
                                .orDeny("by minute")))
                .tool(
                        "seconds",
                        tool -> tool.limit(calls().atMost(1)
                                .perSeconds(7)
                                .per(Scope.PRINCIPAL)
                                .countedAs("c")
                                .orDeny("by 7 s")))
                .tool("two", tool -> tool.limit(
                                calls().atMost(3).perHour().countedAs("calls").orDeny("three calls"))
                        .limit(sumOf("n").atMost(0.3).perDay().countedAs("sum").orDeny("sum of 0.3")))
                .tool("ask", tool -> tool.limit(
                                calls().atMost(1).perDay().countedAs("c").orDeny("once"))
                        .requireApproval()
                        .because("Ask Ann."))
                .build();
    }

    private static Policy windows() {
        return PolicyBuilder.policy("windows")
                .denyByDefault()
                .tool(
                        "berlin",
                        tool -> tool.limit(calls().atMost(1)
                                .perDay(ZoneId.of("Europe/Berlin"))
                                .per(Scope.GLOBAL)
                                .countedAs("c")
                                .orDeny("by the day in Berlin")))
                .tool(
                        "week",
                        tool -> tool.limit(calls().atMost(1)
                                .perWeek(ZoneId.of("Australia/Lord_Howe"))
                                .per(Scope.GLOBAL)
                                .countedAs("c")
                                .orDeny("by the week")))
                .tool(
                        "month",
                        tool -> tool.limit(calls().atMost(2)
                                .perMonth(ZoneOffset.UTC)
                                .per(Scope.GLOBAL)
                                .countedAs("c")
                                .orDeny("by the month")))
                .tool(
                        "burst",
                        tool -> tool.limit(calls().atMost(2)
                                .sliding(Duration.ofSeconds(10))
                                .per(Scope.GLOBAL)
                                .countedAs("c")
                                .orDeny("too fast")))
                .build();
    }

    private static Policy amounts() {
        return PolicyBuilder.policy("amounts")
                .denyByDefault()
                .tool("buy", tool -> tool.limit(spend("bought", sumOf("items[*].price"))))
                .tool("pay", tool -> tool.limit(spend("paid", sumOf("amount").asDecimal())))
                .tool(
                        "order",
                        tool -> tool.limit(spend("ordered", sumOf("lines[*]").asDecimal())))
                .build();
    }

    private static LimitBuilder spend(String counter, LimitBuilder.Counted sum) {
        return sum.atMost(10).perDay().per(Scope.GLOBAL).countedAs(counter).orDeny("enough for today");
    }

    private static Policy when() {
        return PolicyBuilder.policy("when")
                .denyByDefault()
                .tool("pay", tool -> tool.require(arg("currency").in("EUR", "USD"))
                        .orDeny("euros or dollars")
                        .require(arg("amount").atMost(50))
                        .when(arg("currency").is("EUR"))
                        .orDeny("fifty euros at most")
                        .limit(sumOf("amount")
                                .atMost(100)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .when(arg("currency").is("EUR"))
                                .countedAs("euros")
                                .orDeny("a hundred euros a day"))
                        .limit(calls().atMost(2)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .when(arg("currency").is("USD"), not(arg("kind").is("refund")))
                                .countedAs("dollars")
                                .orDeny("two in dollars")))
                .tool("send", tool -> tool.requireApproval()
                        .when(
                                arg("to").isNot("team"),
                                any(arg("size").above(10), arg("owner").differsFrom(arg("sender"))))
                        .because("Ask."))
                .tool("call", tool -> tool.require(arg("reviewed").is(true))
                        .when(arg("draft").isMissing())
                        .orDeny("review it"))
                .build();
    }

    private static Policy keys() {
        return PolicyBuilder.policy("keys")
                .denyByDefault()
                .tool("order", tool -> tool.limit(calls().atMost(2)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("customer"))
                                .countedAs("each")
                                .orDeny("two a day for a customer"))
                        .limit(calls().atMost(5)
                                .perDay()
                                .per(Scope.GLOBAL)
                                .countedAs("all")
                                .orDeny("five a day")))
                .tool(
                        "pay",
                        tool -> tool.limit(calls().atMost(1)
                                .perHour()
                                .per(Scope.GLOBAL)
                                .keyedByAllArguments()
                                .countedAs("once")
                                .orDeny("paid already")))
                .tool(
                        "ship",
                        tool -> tool.limit(sumOf("weight")
                                .atMost(10)
                                .perDay()
                                .keyedBy(arg("to.country"), arg("kind"))
                                .countedAs("c")
                                .orDeny("too heavy")))
                .build();
    }

    private static Policy places() {
        return PolicyBuilder.policy("places")
                .denyByDefault()
                .tool(
                        "run",
                        tool -> tool.concurrent(
                                callsAtOnce(2).leasedFor(Duration.ofSeconds(30)).orDeny("two at a time")))
                .tool("build", tool -> tool.concurrent(callsAtOnce(1)
                                .per(Scope.GLOBAL)
                                .keyedBy(arg("branch"))
                                .orDeny("one for a branch"))
                        .limit(calls().atMost(3).perDay().per(Scope.GLOBAL)))
                .tool("ask", tool -> tool.concurrent(callsAtOnce(1).per(Scope.PRINCIPAL))
                        .requireApproval()
                        .because("ask first"))
                .group(
                        "jobs",
                        List.of("run", "build"),
                        group -> group.concurrent(
                                callsAtOnce(4).per(Scope.GLOBAL).orDeny("four jobs")))
                .build();
    }

    private static Policy hiding() {
        return PolicyBuilder.policy("hiding")
                .allowByDefault()
                .hide("drop", "drop_*", "*_admin", "get_*a*b*c")
                .tool("get_a_b")
                .build();
    }

    private static Policy groups() {
        return PolicyBuilder.policy("groups")
                .denyByDefault()
                .hide("update_secret")
                .tool(
                        "create_issue",
                        tool -> tool.limit(
                                calls().atMost(2).perDay().countedAs("made").orDeny("two issues")))
                .tool("read", tool -> tool.require(arg("q").exists()).orDeny("Ask something."))
                .listedGroup("writes", List.of("create_issue", "update_*"), group -> group.require(
                                arg("why").exists())
                        .orDeny("Say why.")
                        .limit(calls().atMost(3).perHour().countedAs("made").orDeny("three writes")))
                .group("issues", List.of("*_issue", "close"), group -> group.denyIf(
                                arg("force").exists())
                        .because("Not by force.")
                        .denyIf(arg("repo").is("main"))
                        .because("Not in main.")
                        .requireApproval(arg("labels").above(2), arg("labels").exists())
                        .because("Ask Ann.")
                        .within(Duration.ofMinutes(10)))
                .everyTool(tool ->
                        tool.limit(calls().atMost(5).perHour().countedAs("all").orDeny("five calls")))
                .build();
    }

    static List<String> names() {
        return Stream.of(
                        List.of(
                                "payments",
                                "operators",
                                "inside",
                                "nested",
                                "compared",
                                "callers",
                                "times",
                                "decimals",
                                "limits",
                                "windows",
                                "amounts",
                                "keys",
                                "when",
                                "places",
                                "hiding",
                                "groups"),
                        ServerPolicies.names())
                .flatMap(List::stream)
                .toList();
    }
}
