package dev.mcppolicy.audit;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine for tests of what its listeners write down: {@code pay} is limited, {@code ask} needs an approval, {@code
 * hidden} is hidden.
 */
final class Audited {
    static final Policy POLICY = limited(1_000_000);
    static final Caller AGENT = Caller.ofGrant("agent");

    private Audited() {}

    /** The policy with so many payments a day. */
    static Policy limited(long max) {
        Rule payments = Limit.of(
                RuleHead.of(RuleId.pointer("tools", "pay", "limits", 0)),
                "payments",
                Window.Calendar.DAY,
                Bound.atMost(BigDecimal.valueOf(max)));
        Rule question = RequireApproval.of(
                        RuleHead.of(RuleId.pointer("tools", "ask", "approval", 0))
                                .withName("a question"),
                        List.of())
                .withTimeout(Duration.ofMinutes(5));
        return new PolicyParts("audited", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .hidden(Set.of("hidden"))
                .tools(Map.of("pay", new ToolPolicy(List.of(payments)), "ask", new ToolPolicy(List.of(question))))
                .policy();
    }

    static PolicyEngine required(DecisionListener listener) {
        return required(listener, () -> Instant.parse("2026-01-15T12:00:00Z"));
    }

    static PolicyEngine required(DecisionListener listener, InstantSource clock) {
        return PolicyEngine.builder(POLICY)
                .clock(clock)
                .requiredListener(listener)
                .build();
    }

    static ToolCall call(@Nullable Object arguments) {
        return ToolCall.of("pay", arguments, AGENT);
    }

    /** Has an engine make so many decisions. */
    static void decide(PolicyEngine engine, int times) {
        for (int i = 0; i < times; i++) {
            if (!(engine.decide(call(Map.of("n", i))) instanceof Decision.Allow)) {
                throw new AssertionError("not allowed");
            }
        }
    }

    /** What listeners hear of one call. */
    static DecisionEvent event(ToolCall call) {
        List<DecisionEvent> heard = new ArrayList<>();
        Decision decision = required(heard::add).decide(call);
        if (decision == null) {
            throw new AssertionError("no decision");
        }
        return heard.get(0);
    }

    /** Writes so many decisions to a log that no engine writes to. */
    static void write(AuditLog log, int times) {
        for (int i = 0; i < times; i++) {
            log.decided(event(call(Map.of("n", i))));
        }
    }

    /** Cuts off that a log was closed, as though its writer had not come to it. */
    static void cutStop(Path file) throws IOException {
        List<String> lines = allLines(file);
        if (!lines.get(lines.size() - 1).contains("\"kind\":\"stop\"")) {
            throw new AssertionError(file + " does not end with a line of the kind `stop`");
        }
        Files.write(file, lines.subList(0, lines.size() - 1));
    }

    /** The lines of a file that tell of calls. */
    static List<String> lines(Path file) {
        List<String> lines = allLines(file);
        if (lines.isEmpty() || !lines.get(0).contains("\"kind\":\"file\"")) {
            throw new AssertionError(file + " does not begin with a line of the kind `file`");
        }
        return lines.stream().filter(Audited::tellsOfCall).toList();
    }

    private static boolean tellsOfCall(String line) {
        return Stream.of("decision", "outcome", "torn_tail")
                .anyMatch(kind -> line.contains("\"kind\":\"" + kind + "\""));
    }

    /** The lines of all files of a log that tell of calls. */
    static List<String> linesOfAll(Path file) throws IOException {
        return new LogFolder(file)
                .all().stream().flatMap(part -> lines(part).stream()).toList();
    }

    static List<String> allLines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
