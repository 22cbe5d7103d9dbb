package dev.mcppolicy.approval;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.text.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a human reads of a call. No argument can pass for another line of the text, nor hide from it. */
final class ApprovalText {
    private static final int MAX_ARGUMENTS = 4_000;
    private static final int SECONDS_A_MINUTE = 60;
    private static final String REDACTED = "(redacted)";

    private ApprovalText() {}

    static String of(ApprovalRequest request, String... redacted) {
        String arguments = VisibleText.inJson(CanonicalJson.write(request.redactedArguments(redacted)));
        boolean cut = arguments.length() > MAX_ARGUMENTS;
        return lines(request, rule -> VisibleText.lines(rule.message())) + "\nTool: " + VisibleText.of(request.tool())
                + "\n" + lines(request, ApprovalText::rule)
                + "\nArguments: " + (cut ? arguments.substring(0, MAX_ARGUMENTS) : arguments)
                + (cut
                        ? "\nOnly the first " + MAX_ARGUMENTS + " of " + arguments.length()
                                + " characters of the arguments are shown."
                        : "");
    }

    /** A line for each rule that asks, and none twice. */
    private static String lines(ApprovalRequest request, Function<AskingRule, String> line) {
        return request.rules().stream().map(line).distinct().collect(Collectors.joining("\n"));
    }

    /** What a rule is called, and what else a yes to it is for. */
    private static String rule(AskingRule rule) {
        String name = "Rule: " + VisibleText.of(rule.name());
        Remembrance remember = rule.remember();
        if (remember == null) {
            return name;
        }
        Integer uses = remember.uses();
        String calls = uses == null ? "later calls" : uses == 1 ? "one later call" : uses + " later calls";
        return name + "\nA yes holds for " + words(remember.span()) + " for " + calls + " by this caller with "
                + (remember.anyArguments() ? "any arguments." : "the same arguments.");
    }

    private static String words(Duration span) {
        long seconds = span.toSeconds();
        long minutes = seconds / SECONDS_A_MINUTE;
        boolean isWhole = seconds % SECONDS_A_MINUTE == 0 && minutes > 0;
        return isWhole
                ? minutes + (minutes == 1 ? " minute" : " minutes")
                : seconds + (seconds == 1 ? " second" : " seconds");
    }

    static Map<String, @Nullable Object> withheld(Map<?, ?> arguments, String... redacted) {
        return withheldIn(arguments, Set.copyOf(List.of(redacted)));
    }

    private static Map<String, @Nullable Object> withheldIn(Map<?, ?> map, Set<String> redacted) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        map.forEach((name, member) ->
                shown.put(String.valueOf(name), redacted.contains(name) ? REDACTED : withheld(member, redacted)));
        return shown;
    }

    private static @Nullable Object withheld(@Nullable Object value, Set<String> redacted) {
        if (value instanceof Map<?, ?> map) {
            return withheldIn(map, redacted);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> shown = new ArrayList<>();
            list.forEach(element -> shown.add(withheld(element, redacted)));
            return shown;
        }
        return value;
    }
}
