package dev.mcppolicy.format.document;

import dev.mcppolicy.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the word that an author most likely meant: the nearest, or what another language calls by that name. */
public final class Suggestion {
    private static final int LONGEST = 100;

    /** What other languages call our words; without case and separators. */
    private static final Map<String, List<String>> OTHER_NAMES = Map.ofEntries(
            Map.entry("eq", List.of("=", "==", "===", "equal", "equals", "is")),
            Map.entry("neq", List.of("!=", "ne", "isnot", "notequal", "notequals")),
            Map.entry("lt", List.of("<", "less", "lessthan", "below")),
            Map.entry("lte", List.of("<=", "le", "max", "atmost", "lessthanorequal")),
            Map.entry("gt", List.of(">", "greater", "greaterthan", "above")),
            Map.entry("gte", List.of(">=", "ge", "min", "atleast", "greaterthanorequal")),
            Map.entry("in", List.of("oneof", "anyof")),
            Map.entry("not_in", List.of("nin", "noneof")),
            Map.entry("regex", List.of("match", "matches", "pattern", "like")),
            Map.entry("contains", List.of("has", "includes")),
            Map.entry("not_contains", List.of("excludes")),
            Map.entry("exists", List.of("present", "required", "notexists")),
            Map.entry("any", List.of("or", "anyof", "oneof", "some", "either")),
            Map.entry("all", List.of("and", "allof", "every", "both")),
            Map.entry("not", List.of("none", "noneof", "unless", "neither")),
            Map.entry("minute", List.of("m", "min", "mins", "1m")),
            Map.entry("hour", List.of("h", "hr", "hrs", "1h")),
            Map.entry("day", List.of("d", "1d", "daily")),
            Map.entry("week", List.of("w", "1w", "weekly")),
            Map.entry("month", List.of("mo", "1mo", "monthly")),
            Map.entry("deny", List.of("denied", "block", "blocked", "reject", "forbid")),
            Map.entry("allow", List.of("allowed", "permit", "pass")),
            Map.entry("enforce", List.of("on", "active", "strict", "enabled", "enforcing")),
            Map.entry("shadow", List.of("off", "dryrun", "monitor", "observe", "report", "shadowed", "warn", "log")),
            Map.entry("require_approval", List.of("ask", "approve", "approval", "confirm")),
            Map.entry("op", List.of("operator", "operation")),
            Map.entry("path", List.of("field", "argument", "arg")),
            Map.entry("value", List.of("operand")),
            Map.entry("on_deny", List.of("message", "msg")),
            Map.entry("window", List.of("period", "interval", "per")),
            Map.entry("increment", List.of("incrementby")),
            Map.entry("increment_from", List.of("amount")),
            Map.entry("approval_timeout", List.of("timeout")),
            Map.entry("deny_if", List.of("deny", "denyunless", "denywhen")),
            Map.entry("conditions", List.of("when", "if")),
            Map.entry("require", List.of("requires")),
            Map.entry("limits", List.of("limit")),
            Map.entry("hide", List.of("hidden")),
            Map.entry("default", List.of("defaultaction")));

    private Suggestion() {}

    /** The nearest candidate as a help text, or null if none is near. */
    public static @Nullable String of(String word, Collection<String> candidates) {
        if (word.length() <= LONGEST) {
            String plain = NearestName.plain(word);
            for (String candidate : candidates) {
                if (OTHER_NAMES.getOrDefault(candidate, List.of()).contains(plain)) {
                    return NearestName.didYouMean(candidate);
                }
            }
        }
        return NearestName.to(word, candidates).map(NearestName::didYouMean).orElse(null);
    }
}
