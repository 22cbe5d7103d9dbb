package dev.mcppolicy.format.document;

import dev.mcppolicy.internal.re2j.Matcher;
import dev.mcppolicy.internal.re2j.Pattern;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.text.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to write for the words of other policies in circulation, and of files that are none: those that mean something
 * else here, or nothing, so that the nearest word would lead astray.
 */
public final class Dialects {
    /** The keys of a denial in the PolicyLayer format. */
    public static final List<String> DENIAL_KEYS = List.of("conditions", "on_deny", "mode");

    private static final String ALL_MUST_PASS = "leave it out: all rules must pass, and their order decides nothing";
    private static final String HIDE = "write `hide: [name of the tool]` at the top of the document";
    private static final String NO_SERVERS =
            "this is a client's list of servers; a policy has the tools of one: `tools: { name: {} }`";
    private static final String NO_PERMISSIONS =
            "these are a client's permissions; in a policy write `default: deny` and `tools: { name: {} }`";
    private static final String NO_LISTING =
            "this is the answer to `tools/list`; a policy says `tools: { name: {} }` for each of its tools";
    private static final String NO_DEFINITION =
            "this is part of a tool's definition; a policy has only its rules, and a `schema` in a rule";
    private static final String NO_ENVELOPE =
            "leave the envelope out: `version`, `default` and `tools` stand at the top";
    private static final String WHEN =
            "`when` goes with a requirement, a limit or an approval, and says which calls it concerns; what must hold "
                    + "stands under `conditions`";
    private static final String MODE = "write `mode: shadow` for a rule that is told and denies nothing";
    private static final String COUNTED =
            "calls are counted for a `scope`: `global`, `grant`, `session` or `principal`";
    private static final String BY_WINDOW =
            "leave it out: a limit is told from its `window`, and one that slides is `window: { sliding: 60 }`";
    private static final String ZONE =
            "write `zone: Europe/Berlin` beside a `window` of a day, a week or a month, or in `during`";
    private static final String CALLER =
            "who calls is `caller.principal` or `caller.grant`, and what else is known of them `caller.attributes.team`";
    private static final List<String> CALLER_PARTS =
            Arrays.stream(CallerPath.Part.values()).map(CallerPath.Part::id).toList();
    private static final String CONCURRENT = "write `concurrent: { max: 2 }` for calls that run at once";
    private static final String ONCE =
            "write `rate_limit: { max: 1, window: 300, key: args }` for one call with the same arguments";
    private static final String ONE_FILE = "a policy is one document; write the rules into it";

    /** By key, without regard to where it stands. */
    private static final Map<String, String> ANYWHERE = Map.ofEntries(
            Map.entry("priority", ALL_MUST_PASS),
            Map.entry("order", ALL_MUST_PASS),
            Map.entry("weight", ALL_MUST_PASS),
            Map.entry("precedence", ALL_MUST_PASS),
            Map.entry("log", MODE),
            Map.entry("audit", MODE),
            Map.entry("dry_run", MODE),
            Map.entry("dryRun", MODE),
            Map.entry("shadow", MODE),
            Map.entry("extends", ONE_FILE),
            Map.entry("include", ONE_FILE),
            Map.entry("imports", ONE_FILE),
            Map.entry(
                    "spend_limit",
                    "write `spend: { daily: 500, amount: args.amount }` in a rule of the Intercept format"),
            Map.entry("budget", "write a limit with `amount`, or `spend` in the Intercept format"),
            Map.entry("idempotency", ONCE),
            Map.entry("idempotency_key", ONCE),
            Map.entry("idempotency_window", ONCE),
            Map.entry("dedupe", ONCE),
            Map.entry("deduplicate", ONCE),
            Map.entry("concurrency", CONCURRENT),
            Map.entry("max_concurrent", CONCURRENT),
            Map.entry("max_concurrency", CONCURRENT),
            Map.entry("max_parallel", CONCURRENT),
            Map.entry("parallel", CONCURRENT),
            Map.entry("by", COUNTED),
            Map.entry("per", COUNTED),
            Map.entry("group_by", COUNTED));

    /** By key at the top of a document. */
    private static final Map<String, String> AT_THE_TOP = Map.ofEntries(
            Map.entry("mcpServers", NO_SERVERS),
            Map.entry("mcp_servers", NO_SERVERS),
            Map.entry("servers", NO_SERVERS),
            Map.entry("permissions", NO_PERMISSIONS),
            Map.entry("allow", NO_PERMISSIONS),
            Map.entry("deny", NO_PERMISSIONS),
            Map.entry("ask", NO_PERMISSIONS),
            Map.entry("allowedTools", NO_PERMISSIONS),
            Map.entry("disallowedTools", NO_PERMISSIONS),
            Map.entry("jsonrpc", NO_LISTING),
            Map.entry("result", NO_LISTING),
            Map.entry("id", NO_LISTING),
            Map.entry("nextCursor", NO_LISTING),
            Map.entry("apiVersion", NO_ENVELOPE),
            Map.entry("kind", NO_ENVELOPE),
            Map.entry("metadata", NO_ENVELOPE),
            Map.entry("spec", NO_ENVELOPE),
            Map.entry("policy", NO_ENVELOPE),
            Map.entry("policies", NO_ENVELOPE),
            Map.entry("rules", "rules stand under a tool: `tools: { name: { rules: […] } }`"),
            Map.entry("limits", "limits for every tool stand under `all_tools` in the PolicyLayer format"),
            Map.entry("rate_limit", "a limit for every tool stands under `all_tools`, or under `\"*\"` of `tools`"));

    /** By key under a tool, in a rule or in an entry of a list of rules. */
    private static final Map<String, String> WITHIN = Map.ofEntries(
            Map.entry("hide", HIDE),
            Map.entry("hidden", HIDE),
            Map.entry("disabled", HIDE),
            Map.entry("enabled", HIDE),
            Map.entry("visible", HIDE),
            Map.entry("when", WHEN),
            Map.entry("if", WHEN),
            Map.entry("unless", WHEN),
            Map.entry("approvals", "write `action: require_approval`"),
            Map.entry("approval", "write `action: require_approval`"),
            Map.entry("inputSchema", NO_DEFINITION),
            Map.entry("input_schema", NO_DEFINITION),
            Map.entry("outputSchema", NO_DEFINITION),
            Map.entry("annotations", NO_DEFINITION),
            Map.entry("effect", "write `action: deny`, or nothing, since a rule that allows asserts nothing"),
            Map.entry("type", BY_WINDOW),
            Map.entry("algorithm", BY_WINDOW),
            Map.entry("timezone", ZONE),
            Map.entry("time_zone", ZONE),
            Map.entry("tz", ZONE));

    private static final Set<String> IN_DENIALS = Set.of("when", "if");

    private static final Pattern DURATION =
            Pattern.compile("([1-9][0-9]{0,8}) ?(s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)");
    /** Units that are no windows of their own. */
    private static final Pattern UNIT = Pattern.compile("s|secs?|seconds?");

    private static final Pattern STARS = Pattern.compile("\\.\\*+");

    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,8}");

    private Dialects() {}

    /** What to write for an unknown key, or null if no other dialect has it. */
    public static @Nullable String key(String key, List<String> known) {
        if (known.contains("default")) {
            String top = AT_THE_TOP.get(key);
            return top != null ? top : ANYWHERE.get(key);
        }
        if (IN_DENIALS.contains(key) && known.equals(DENIAL_KEYS)) {
            return "write `conditions: [{ path, op, value }]`";
        }
        String within = WITHIN.get(key);
        return within != null ? within : ANYWHERE.get(key);
    }

    /** Whether a key at the top of a document is that of a file which is no policy. */
    public static boolean isOfOtherFile(String key) {
        return AT_THE_TOP.containsKey(key);
    }

    /** What to write for an unknown action, or null. */
    public static @Nullable String action(String action) {
        return switch (action) {
            case "log", "audit", "monitor", "observe", "warn", "shadow", "dry_run", "report" -> MODE;
            case "hide", "hidden" -> HIDE;
            case "rate_limit", "limit", "throttle" -> "write `rate_limit`, without an action";
            case "redact", "mask", "transform", "sanitize" -> "a policy judges calls and changes none";
            default -> null;
        };
    }

    /** What to write for a window that is no word and no number, or null. */
    public static @Nullable String window(String window) {
        if (DIGITS.matcher(window).matches()) {
            return "write the number without quotes";
        }
        long seconds = seconds(window);
        if (seconds > 0) {
            return "write `" + seconds + "`, a number of seconds";
        }
        return switch (window) {
            case "session", "forever", "total", "lifetime", "none" ->
                "no window is without end; write the longest, `316224000`, and `scope: session` for one of a session";
            default -> null;
        };
    }

    /** What to write for a limit in one line whose window is no word, or null. */
    public static @Nullable String rateLimit(String digits, String window) {
        long seconds = seconds(window);
        return seconds > 0 ? "write `{ max: " + digits + ", window: " + seconds + ", scope: global }`" : null;
    }

    /** The seconds of a length of time as others write it, or 0 if it is none. */
    private static long seconds(String window) {
        if (DIGITS.matcher(window).matches()) {
            return Long.parseLong(window);
        }
        String word = UNIT.matcher(window).matches() ? "1" + window : window;
        Matcher duration = DURATION.matcher(word);
        if (!duration.matches()) {
            return 0;
        }
        long unit =
                switch (duration.group(2).charAt(0)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    default -> 604_800;
                };
        long seconds = Long.parseLong(duration.group(1)) * unit;
        return seconds > Window.Seconds.MAX_SECONDS ? 0 : seconds;
    }

    /** What to write for the operator of another language, or null. */
    public static @Nullable String operator(String operator) {
        return switch (operator) {
            case "starts_with", "startsWith", "prefix", "begins_with" ->
                "write `regex` with a pattern that begins with `^`";
            case "ends_with", "endsWith", "suffix" -> "write `regex` with a pattern that ends with `$`";
            case "not_match", "not_matches", "nmatch", "!~" -> "did you mean `not_regex`?";
            case "glob", "wildcard", "like" -> "write `regex`, in which `.*` stands for any characters";
            case "length",
                    "len",
                    "size",
                    "count",
                    "max_length",
                    "maxLength",
                    "min_length",
                    "minLength",
                    "max_items",
                    "maxItems",
                    "min_items",
                    "minItems" -> "write a `schema` with `maxLength` or `maxItems`";
            case "=~", "~" -> "did you mean `regex`?";
            case "=<", "≤" -> "did you mean `lte`?";
            case "=>", "≥" -> "did you mean `gte`?";
            case "<>", "≠" -> "did you mean `neq`?";
            case "between", "range" -> "write two conditions, with `gte` and `lte`";
            case "is_null", "isNull", "null", "missing", "absent" -> "write `op: exists` with `value: false`";
            case "not_null", "notNull" -> "write `op: exists` with `value: true`";
            default -> null;
        };
    }

    /** A path whose stars stand as names, with those of every element in their place; or null if that is no path. */
    public static @Nullable String everyElement(String path) {
        try {
            return ArgumentPath.parse(STARS.matcher(path).replaceAll("[*]")).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What to write for a path that does not begin with the arguments, or null for none to guess. */
    public static @Nullable String path(String given) {
        String text = bare(given);
        int end = 0;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        String root = text.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = text.substring(end);
        return switch (root) {
            case "arg", "argument", "arguments", "params", "parameters", "input", "inputs", "$" ->
                rest.isEmpty() ? null : NearestName.didYouMean("args" + rest);
            case "caller" ->
                asCallers(given) != null ? "an amount is read from the arguments" : callerPath("caller" + rest, true);
            case "principal",
                    "user",
                    "grant",
                    "session",
                    "client",
                    "identity",
                    "subject",
                    "actor",
                    "agent",
                    "auth",
                    "token",
                    "claims",
                    "jwt",
                    "role",
                    "roles",
                    "groups",
                    "scope",
                    "scopes",
                    "tenant" -> CALLER;
            case "time", "now", "date", "day", "hour", "clock", "timestamp", "weekday" ->
                "the time is a condition of its own: `during: { from: \"09:00\", to: \"17:30\", zone: Europe/Berlin }`, `not_before` or `before`";
            case "tool", "tool_name", "toolname", "method", "server", "name" ->
                rest.startsWith(".args.") || rest.startsWith(".arguments.")
                        ? NearestName.didYouMean("args" + rest.substring(rest.indexOf('.', 1)))
                        : "a condition sees the arguments; rules stand under the name of their tool";
            case "env",
                    "ip",
                    "headers",
                    "header",
                    "request",
                    "context",
                    "ctx",
                    "result",
                    "response",
                    "output",
                    "meta",
                    "_meta" -> "a condition sees the arguments of the call, `args.`, and who calls, `caller.`";
            case "args" ->
                text.equals(given) && text.startsWith("args")
                        ? asArgument(text)
                        : NearestName.didYouMean("args" + rest);
            case "state", "" -> null;
            default -> asArgument("args." + text);
        };
    }

    /**
     * What to write for a path to what is known of the caller that is none.
     *
     * @param suggests whether the nearest name is looked for
     */
    public static String callerPath(String text, boolean suggests) {
        String rest = text.startsWith("caller.") ? text.substring("caller.".length()) : "";
        String nearest = asCallers(
                suggests
                        ? NearestName.to(rest, CALLER_PARTS)
                                .map(part -> "caller." + part)
                                .orElse("caller.attributes." + rest)
                        : "caller.attributes." + rest);
        return nearest != null ? NearestName.didYouMean(nearest) : CALLER;
    }

    /** The path, if it is one. */
    private static @Nullable String asCallers(String path) {
        try {
            return CallerPath.parse(path).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A path without what templates and pointers put around it. */
    private static String bare(String path) {
        String text = path.startsWith("${") && path.endsWith("}") ? path.substring(2, path.length() - 1) : path;
        if (text.startsWith("/")) {
            return text.substring(1).replace('/', '.');
        }
        if (text.startsWith("$.")) {
            return text.substring(2);
        }
        return text.length() > 1 && text.startsWith("$") ? text.substring(1) : text;
    }

    /** The suggestion of a path, if it is one. */
    private static @Nullable String asArgument(String path) {
        try {
            return NearestName.didYouMean(ArgumentPath.parse(path).toString());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
