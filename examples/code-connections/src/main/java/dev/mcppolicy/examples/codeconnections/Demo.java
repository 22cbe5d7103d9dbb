package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.model.Policy;
import java.io.Console;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A runaway agent against the server under its policy. Exits with 0 if everything came out as the policy says, with 2 if
 * the policy or the command line is wrong, else with 1. {@code --policy FILE} names another policy.
 */
public final class Demo {
    /** All calls, and a restart, must fall into one minute; they take far less than this. */
    private static final long NEEDED_MILLIS = 15_000;

    private static final long MINUTE_MILLIS = 60_000;
    private static final int ATTEMPTS = 3;
    /** Two questions, an approval, what became of it, a refusal, and the call after the restart. */
    private static final int SHOWN_AUDIT_LINES = 6;

    private final Options options;
    private final Policy policy;
    private final Page page;
    private final InstantSource clock;

    private Demo(Options options, Policy policy, Page page, InstantSource clock) {
        this.options = options;
        this.policy = policy;
        this.page = page;
        this.clock = clock;
    }

    /**
     * Runs the demo.
     *
     * @param args see the class
     * @throws Exception if the server cannot be started
     */
    public static void main(String[] args) throws Exception {
        System.exit(run(args));
    }

    private static int run(String... args) throws InterruptedException {
        try {
            Options options = Options.of(args);
            if (options.httpPort().isPresent()
                    || options.audit().isPresent()
                    || options.counters().isPresent()) {
                throw new UsageException("the demo speaks stdio, and has an audit log and counters of its own");
            }
            Policy policy = PolicyChoice.read(options.policy());
            Page page = new Page(System.out, wantsColour());
            return new Demo(options, policy, page, InstantSource.system()).play() ? 0 : 1;
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: demo [--policy FILE]");
            return CodeConnectionsServer.BAD_POLICY;
        } catch (InvalidPolicyException e) {
            System.err.println(e.getMessage());
            return CodeConnectionsServer.BAD_POLICY;
        } catch (IOException e) {
            System.err.println("demo: " + e.getMessage());
            return 1;
        }
    }

    private boolean play() throws IOException, InterruptedException {
        page.heading("A server starts under a policy, and an agent connects to it");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Path kept = Files.createTempDirectory("code-connections-demo");
            Path audit = kept.resolve("audit.jsonl");
            List<String> seen;
            List<Outcome> outcomes;
            Outcome again;
            Instant start;
            List<String> server = new ArrayList<>(
                    List.of("--audit", audit.toString(), "--counters", "sqlite:" + kept.resolve("counters.db")));
            options.policy().ifPresent(file -> server.addAll(List.of("--policy", file.toString())));
            try (Agent agent = new Agent(server)) {
                page.line(agent.nextServerLine());
                page.line(agent.nextServerLine());
                seen = agent.listTools();
                awaitRoomInMinute();
                start = clock.instant();
                outcomes = Script.play(agent::call);
            }
            try (Agent agent = new Agent(server)) {
                again = Script.playAgain(agent::call);
            }
            if (minuteOf(start) == minuteOf(clock.instant())) {
                Expectation expected = Expectation.of(policy, start);
                show(seen, outcomes);
                page.heading("The server is started again, and the agent tries once more");
                page.row(Script.LOOPED, again);
                return conclude(outcomes, expected, expected.isMetBy(seen, outcomes, again), AuditTrail.read(audit));
            }
            page.line("the minute turned while the agent was at it; once more with a fresh server");
        }
        page.verdict(false, "This machine is too slow to make all calls within one minute.");
        return false;
    }

    private void show(List<String> seen, List<Outcome> outcomes) {
        page.heading("It asks what it can do");
        page.list(
                seen,
                Stream.concat(Script.OTHERS.stream(), Stream.of(Script.DELETING))
                        .filter(tool -> !seen.contains(tool))
                        .toList());
        page.heading("It calls " + Script.LOOPED + " in a loop, " + Script.CALLS + " times");
        page.loop(outcomes.subList(0, Script.CALLS));
        page.heading("It tries every other tool, shown or not");
        int others = Script.CALLS + Script.OTHERS.size();
        for (int i = Script.CALLS; i < others; i++) {
            page.row(Script.OTHERS.get(i - Script.CALLS), outcomes.get(i));
        }
        page.heading("It calls " + Script.DELETING + " twice");
        outcomes.subList(others, outcomes.size()).forEach(outcome -> page.row(Script.DELETING, outcome));
    }

    private boolean conclude(List<Outcome> outcomes, Expectation expected, boolean met, AuditTrail trail) {
        page.heading("The server has written down what it decided, and what became of it");
        page.trail(trail.last(SHOWN_AUDIT_LINES));
        page.shadow(trail);
        boolean good = met && trail.report().isIntact() && trail.entries().size() == expected.auditLines();
        long made = outcomes.subList(0, Script.CALLS).stream()
                .filter(Outcome::allowed)
                .count();
        page.verdict(
                good,
                Script.CALLS + " connections asked for, " + made + " made. "
                        + (good ? "All as the policy says." : "This is NOT what the policy says."));
        return good;
    }

    /** A policy's minutes begin with the clock's, so calls on both sides of a boundary are counted apart. */
    private void awaitRoomInMinute() throws InterruptedException {
        long left = MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS);
        if (left < NEEDED_MILLIS) {
            page.line("waiting " + (left / 1_000 + 1) + " s for the next minute, so that one window holds all calls");
            Thread.sleep(left);
        }
    }

    private static long minuteOf(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), MINUTE_MILLIS);
    }

    private static boolean wantsColour() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty())
                && !"dumb".equals(System.getenv("TERM"))
                && isTerminal(System.console());
    }

    /** From JDK 22 on there is a console without a terminal, and a method that tells. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            Method method = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(method.invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
