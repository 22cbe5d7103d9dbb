package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.testkit.internal.KnownCaller;
import dev.mcppolicy.testkit.internal.ValueText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that two policies decide on differently, with the calls that are to be made before it.
 *
 * @param start when the first call is made, against counters that hold nothing
 * @param before the calls made before, in order; often none
 * @param pause how much time passes between them and the call
 * @param call the call
 * @param isBeside whether the calls made before still run, so that they hold their places
 */
public record Witness(Instant start, List<Step> before, Duration pause, ToolCall call, boolean isBeside) {
    /** How many steps are put in words. */
    private static final int MOST_STEPS = 3;

    /** Copies the list. */
    public Witness {
        before = List.copyOf(before);
    }

    /**
     * A call made several times at one instant.
     *
     * @param pause how much time passes before
     * @param times how often, at least once
     * @param call the call
     */
    public record Step(Duration pause, int times, ToolCall call) {}

    static Witness of(ToolCall call, Instant at) {
        return new Witness(at, List.of(), Duration.ZERO, call, false);
    }

    /**
     * The call and what comes before it in words: {@code create_refund with amount=1, after 10 calls with amount=1}, or
     * {@code beside} them where they still run.
     *
     * @return one line, unless the call holds line breaks
     */
    public String words() {
        return wordsFor(call.tool());
    }

    /** The call and what comes before it, with other words in the place of the tool's name. */
    String wordsFor(String subject) {
        StringBuilder out = new StringBuilder(subject + details(call));
        String separator = isBeside ? ", beside " : ", after ";
        for (Step step : before.subList(0, Math.min(MOST_STEPS, before.size()))) {
            out.append(separator);
            if (!step.pause().isZero()) {
                out.append("a wait of ").append(words(step.pause())).append(" and ");
            }
            out.append(step.times() == 1 ? "a call" : step.times() + " calls");
            if (!step.call().tool().equals(call.tool())) {
                out.append(" of ").append(step.call().tool());
            }
            out.append(details(step.call()));
            separator = isBeside ? " and " : ", then ";
        }
        if (before.size() > MOST_STEPS) {
            int more = before.stream().skip(MOST_STEPS).mapToInt(Step::times).sum();
            out.append(separator).append(more).append(more == 1 ? " call more" : " calls more");
        }
        if (!pause.isZero()) {
            out.append(separator).append("a wait of ").append(words(pause));
        }
        if (!start.equals(PolicyPair.START)) {
            out.append(", from ").append(start);
        }
        return out.toString();
    }

    /** How many calls there are to be made. */
    int calls() {
        return 1 + before.stream().mapToInt(Step::times).sum();
    }

    private static String details(ToolCall call) {
        List<String> arguments = new ArrayList<>();
        call.argumentsAsObject()
                .forEach((name, value) -> arguments.add(
                        new ArgumentPath.Member(name).toString().substring(name(name)) + "=" + ValueText.value(value)));
        String all = call.arguments() != null && !(call.arguments() instanceof Map)
                ? " with arguments " + ValueText.value(call.arguments())
                : arguments.isEmpty() ? "" : " with " + String.join(", ", arguments);
        return all + caller(call.caller());
    }

    /** A plain name is shown without the dot of its path. */
    private static int name(String name) {
        return new ArgumentPath.Member(name).toString().startsWith(".") ? 1 : 0;
    }

    private static String caller(Caller caller) {
        List<String> parts = new ArrayList<>();
        add(parts, "grant", caller.grant());
        add(parts, "principal", caller.principal());
        add(parts, "session", caller.session());
        add(parts, "client", caller.client());
        KnownCaller.attributes(caller).ifPresent(parts::add);
        if (parts.isEmpty()) {
            return caller.isAnonymous() ? "" : " by an unidentified caller";
        }
        return " by " + String.join(", ", parts);
    }

    private static void add(List<String> parts, String kind, @Nullable String name) {
        if (name != null) {
            parts.add(kind + " " + CanonicalJson.write(name));
        }
    }

    private static String words(Duration pause) {
        return ValueText.number(BigDecimal.valueOf(pause.toMillis(), 3)) + " s";
    }
}
