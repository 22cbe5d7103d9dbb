package dev.mcppolicy.benchmarks;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the parts of the language cost, each put in the place of a rule of one plain policy. All calls are allowed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Language {
    /** The rules of the plain policy: two requirements and a limit. */
    private static final String AMOUNT = "{ path: args.amount, op: lte, value: 50000 }";

    private static final String CURRENCY = "{ path: args.currency, op: in, value: [usd, eur] }";
    private static final String LIMIT = "{ counter: n, window: day, max: 500000000000, scope: global }";

    @State(Scope.Benchmark)
    public static class Engines {
        private final Caller agent = Caller.ofGrant("agent").withAttributes(Map.of("role", "admin"));
        final ToolCall[] calls = Stream.of(CallMix.allowed())
                .map(call -> ToolCall.of(call.tool(), withMore(call), agent))
                .toArray(ToolCall[]::new);

        final PolicyEngine plain = engine(CURRENCY, LIMIT, "");
        final PolicyEngine when = engine(CURRENCY, with(LIMIT, "when: [" + CURRENCY + "]"), "");
        final PolicyEngine any =
                engine("{ any: [{ path: args.currency, op: eq, value: usd }, " + CURRENCY + "] }", LIMIT, "");
        final PolicyEngine caller = engine("{ path: caller.attributes.role, op: in, value: [admin] }", LIMIT, "");
        final PolicyEngine pair = engine("{ path: args.amount, op: lte, value_from: args.max }", LIMIT, "");
        final PolicyEngine during =
                engine("{ during: { from: \"00:00\", to: \"00:00\", zone: Europe/Berlin } }", LIMIT, "");
        final PolicyEngine host = engine("{ path: args.url, op: host_in, value: [\"*.example.com\"] }", LIMIT, "");
        final PolicyEngine decimal = engine("{ path: args.price, op: lte, value: 99, as: decimal }", LIMIT, "");
        final PolicyEngine sum =
                engine(CURRENCY, with(LIMIT, "amount: { path: \"args.items[*].price\", as: decimal }"), "");
        final PolicyEngine key = engine(CURRENCY, with(LIMIT, "key: args.currency"), "");
        final PolicyEngine place = engine(CURRENCY, LIMIT, "concurrent: { max: 1000, scope: global }");
        final PolicyEngine remembered = engine(
                CURRENCY,
                LIMIT,
                "approvals: [{ conditions: [], reason: ask, remember: { for: 86400, arguments: same } }]");

        public Engines() {
            for (ToolCall call : calls) {
                Decision asked = remembered.decide(call);
                if (asked instanceof Decision.ApprovalRequired question) {
                    finished(remembered, call, remembered.approve(question));
                }
            }
        }

        private static Map<String, Object> withMore(Call call) {
            Map<String, Object> arguments = new LinkedHashMap<>(call.arguments());
            arguments.put("max", 50_000);
            arguments.put("price", "12.50");
            arguments.put("url", "https://shop.example.com/orders/17");
            arguments.put("items", List.of(Map.of("price", "1.50"), Map.of("price", "20"), Map.of("price", "0.99")));
            return arguments;
        }

        private static PolicyEngine engine(String condition, String limit, String more) {
            return PolicyEngine.of(PolicyReader.parse("""
                    version: "1"
                    default: deny
                    tools:
                      create_charge:
                        require: [{ conditions: [%s] }, { conditions: [%s] }]
                        limits: [%s]
                        %s
                    """.formatted(AMOUNT, condition, limit, more)));
        }

        private static String with(String rule, String more) {
            return rule.replace(" }", ", " + more + " }");
        }
    }

    @Benchmark
    public Decision plain(Engines engines, Turn turn) {
        return allowed(engines.plain, engines, turn);
    }

    /** Of the limit: it is for calls of two currencies. */
    @Benchmark
    public Decision when(Engines engines, Turn turn) {
        return allowed(engines.when, engines, turn);
    }

    @Benchmark
    public Decision any(Engines engines, Turn turn) {
        return allowed(engines.any, engines, turn);
    }

    @Benchmark
    public Decision callerAttribute(Engines engines, Turn turn) {
        return allowed(engines.caller, engines, turn);
    }

    @Benchmark
    public Decision valueFrom(Engines engines, Turn turn) {
        return allowed(engines.pair, engines, turn);
    }

    @Benchmark
    public Decision during(Engines engines, Turn turn) {
        return allowed(engines.during, engines, turn);
    }

    @Benchmark
    public Decision hostIn(Engines engines, Turn turn) {
        return allowed(engines.host, engines, turn);
    }

    @Benchmark
    public Decision decimalText(Engines engines, Turn turn) {
        return allowed(engines.decimal, engines, turn);
    }

    /** Of three items. */
    @Benchmark
    public Decision sum(Engines engines, Turn turn) {
        return allowed(engines.sum, engines, turn);
    }

    @Benchmark
    public Decision key(Engines engines, Turn turn) {
        return allowed(engines.key, engines, turn);
    }

    /** A human has said yes to the same call before. */
    @Benchmark
    public Decision remembered(Engines engines, Turn turn) {
        return allowed(engines.remembered, engines, turn);
    }

    /** The plain policy once more, each call also ended. */
    @Benchmark
    public Decision plainAndEnd(Engines engines, Turn turn) {
        return ended(engines.plain, engines, turn);
    }

    @Benchmark
    public Decision placeAndEnd(Engines engines, Turn turn) {
        return ended(engines.place, engines, turn);
    }

    private static Decision allowed(PolicyEngine engine, Engines engines, Turn turn) {
        Decision decision = engine.decide(next(engines, turn));
        if (!(decision instanceof Decision.Allow)) {
            throw new IllegalStateException(decision.toString());
        }
        return decision;
    }

    private static Decision ended(PolicyEngine engine, Engines engines, Turn turn) {
        ToolCall call = next(engines, turn);
        return finished(engine, call, engine.decide(call));
    }

    private static Decision finished(PolicyEngine engine, ToolCall call, Decision decision) {
        if (!(decision instanceof Decision.Allow allow)) {
            throw new IllegalStateException(decision.toString());
        }
        engine.finish(call, allow, ToolOutcome.RETURNED);
        return decision;
    }

    /** The next call, made for the occasion. */
    private static ToolCall next(Engines engines, Turn turn) {
        ToolCall like = engines.calls[turn.number() & (CallMix.SIZE - 1)];
        return ToolCall.of(like.tool(), like.argumentsAsObject(), like.caller());
    }
}
