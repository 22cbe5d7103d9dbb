package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.data.DataDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Policies in every form in which they can be written, with calls and what is decided on each: test data for whoever
 * reads, writes or judges policies.
 *
 * <pre>{@code
 * for (ConformanceCase each : ConformanceCorpus.cases()) {
 *     each.check(myReader.read(each.policyLayer()));
 *     each.check(myReader.read(each.intercept()));
 * }
 * }</pre>
 */
public final class ConformanceCorpus {
    private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");
    private static final String ARROW = " => ";

    private final String name;
    private final List<ConformanceCase.Step> steps = new ArrayList<>();
    private Caller caller = Caller.anonymous();
    private Instant now = START;

    private ConformanceCorpus(String name) {
        this.name = name;
    }

    /**
     * The whole corpus.
     *
     * @return an unmodifiable list, the same each time
     */
    public static List<ConformanceCase> cases() {
        return ConformancePolicies.names().stream()
                .map(name -> new ConformanceCorpus(name).read())
                .toList();
    }

    private ConformanceCase read() {
        List<String> lines = resource(".calls").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            read(i + 1, lines.get(i));
        }
        return new ConformanceCase(name, resource(".json"), resource(".yaml"), ConformancePolicies.of(name), steps);
    }

    /** A line is {@code as} a caller and its attributes, {@code +} seconds, or a tool, arguments, and what is decided. */
    private void read(int number, String line) {
        if (line.startsWith("as ")) {
            caller = caller(line.substring("as ".length()));
        } else if (line.startsWith("+")) {
            now = now.plusSeconds(Long.parseLong(line.substring(1)));
        } else {
            int arrow = line.lastIndexOf(ARROW);
            steps.add(step(number, line.substring(0, arrow), line.substring(arrow + ARROW.length())));
        }
    }

    private ConformanceCase.Step step(int number, String call, String decided) {
        int space = call.indexOf(' ');
        Object arguments = DataDocument.parse(call.substring(space + 1), name).value();
        int colon = decided.indexOf(": ");
        String word = colon < 0 ? decided : decided.substring(0, colon);
        @Nullable String message = colon < 0 ? null : decided.substring(colon + 2);
        ConformanceCase.Verdict verdict =
                switch (word) {
                    case "allow" -> ConformanceCase.Verdict.ALLOWED;
                    case "approval" -> ConformanceCase.Verdict.APPROVAL;
                    default -> ConformanceCase.Verdict.DENIED;
                };
        return new ConformanceCase.Step(
                number,
                now,
                ToolCall.of(call.substring(0, space), arguments, caller),
                verdict,
                verdict == ConformanceCase.Verdict.DENIED ? DenialCode.valueOf(word) : null,
                message);
    }

    private static Caller caller(String text) {
        int space = text.indexOf(' ');
        String named = space < 0 ? text : text.substring(0, space);
        Caller caller = named(named);
        return space < 0 ? caller : caller.withAttributes(attributes(text.substring(space + 1)));
    }

    @SuppressWarnings("unchecked") // the members of an object have names
    private static Map<String, @Nullable Object> attributes(String json) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(DataDocument.parse(json, "attributes").value());
    }

    private static Caller named(String text) {
        if (text.equals("nobody")) {
            return Caller.unidentified();
        }
        String who = text.substring(text.indexOf(':') + 1);
        return text.startsWith("grant:") ? Caller.ofGrant(who) : Caller.ofPrincipal(who);
    }

    private String resource(String ending) {
        try (InputStream in = ConformanceCorpus.class.getResourceAsStream("conformance/" + name + ending)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("`" + name + ending + "` cannot be read", e);
        }
    }
}
