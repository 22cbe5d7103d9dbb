package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Dialects;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what limits are made of, alike in both formats. */
final class LimitValues {
    private static final List<String> WINDOWS =
            Arrays.stream(Window.Calendar.values()).map(Window.Calendar::id).toList();
    /** Those that begin at other instants in other zones. */
    private static final List<String> ZONED = List.of("day", "week", "month");

    private static final String SLIDING = "sliding";
    private static final List<String> SLIDING_KEYS = List.of(SLIDING);
    private static final List<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::id).toList();

    private static final String DECIMAL = "decimal";
    private static final List<String> AMOUNT_KEYS = List.of("path", "as");

    private final Problems problems;
    /** The paths of the document; most stand in it more than once. */
    private final Map<String, ArgumentPath> paths = new HashMap<>();

    LimitValues(Problems problems) {
        this.problems = problems;
    }

    /** The window of a limit, with the zone by whose calendar it counts. */
    @Nullable
    Window window(Node node, @Nullable Node zoneNode) {
        return inZone(named(node), zoneNode);
    }

    private @Nullable Window named(Node node) {
        if (node instanceof ScalarNode scalar && scalar.text() != null) {
            return namedWindow(scalar.text(), node);
        }
        return secondsOrSliding(
                node, "`minute`, `hour`, `day`, `week`, `month`, a number of seconds or `{ sliding: 10 }`");
    }

    /** The window of a limit that takes no names, but a number of seconds or a span that slides. */
    @Nullable
    Window namelessWindow(Node node, @Nullable Node zoneNode) {
        return inZone(secondsOrSliding(node, "a number of seconds or `{ sliding: 10 }`"), zoneNode);
    }

    private @Nullable Window secondsOrSliding(Node node, String wanted) {
        if (node instanceof ScalarNode scalar && scalar.number() != null) {
            return isLength(scalar.number(), node)
                    ? new Window.Seconds(scalar.number().longValueExact())
                    : null;
        }
        if (node instanceof ObjectNode object) {
            Node length = ObjectFields.of(object, SLIDING_KEYS, problems).require(SLIDING, null);
            BigDecimal seconds = length == null ? null : ObjectFields.number(length, problems);
            return length != null && seconds != null && isLength(seconds, length)
                    ? new Window.Sliding(Duration.ofSeconds(seconds.longValueExact()))
                    : null;
        }
        ObjectFields.mismatch(node, wanted, problems);
        return null;
    }

    /** Whether a number is the length of a window, which is reported otherwise. */
    private boolean isLength(BigDecimal seconds, Node node) {
        boolean whole = seconds.signum() == 0 || seconds.stripTrailingZeros().scale() <= 0;
        if (!whole || seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(Window.Seconds.MAX_SECONDS)) > 0) {
            problems.report(
                    Diagnostic.OUT_OF_RANGE,
                    node,
                    null,
                    "a window must be 1 to " + Window.Seconds.MAX_SECONDS + " whole seconds");
            return false;
        }
        return true;
    }

    /** A window by the calendar of a zone, or as it is without one. */
    @Nullable
    Window inZone(@Nullable Window window, @Nullable Node zoneNode) {
        if (zoneNode == null) {
            return window;
        }
        ZoneId zone = Zones.read(zoneNode, problems);
        if (window == null || zone == null) {
            return null;
        }
        if (window instanceof Window.Calendar calendar && ZONED.contains(calendar.id())) {
            return calendar.in(zone);
        }
        problems.report(
                Diagnostic.MISPLACED_ZONE, zoneNode, "leave it out, or count by the day, the week or the month");
        return null;
    }

    @Nullable
    Window namedWindow(String name, Node node) {
        Window window = calendar(name);
        if (window == null) {
            problems.report(Diagnostic.UNKNOWN_WINDOW, node, windowHelp(name), Quoted.of(name));
        }
        return window;
    }

    static @Nullable Window calendar(String name) {
        return Arrays.stream(Window.Calendar.values())
                .filter(window -> window.id().equals(name))
                .findFirst()
                .orElse(null);
    }

    private String windowHelp(String name) {
        String dialect = Dialects.window(name);
        if (dialect != null) {
            return dialect;
        }
        String nearest = problems.suggests() ? Suggestion.of(name, WINDOWS) : null;
        return nearest != null
                ? nearest
                : "a window is `minute`, `hour`, `day`, `week`, `month`, a number of seconds or `{ sliding: 10 }`";
    }

    /** What to write for the unknown window of a limit in one line. */
    String rateHelp(String name) {
        String nearest = problems.suggests() ? Suggestion.of(name, WINDOWS) : null;
        return nearest != null
                ? nearest
                : "a window in one line is `minute`, `hour`, `day`, `week` or `month`; for others write "
                        + "`{ max, window }`";
    }

    /** A scope, or the default where none is given. Warns of sessions. */
    @Nullable
    Scope scope(@Nullable Node node, Scope otherwise, Node limit) {
        Scope scope = otherwise;
        if (node != null) {
            String name = ObjectFields.word(node, problems);
            scope = Arrays.stream(Scope.values())
                    .filter(each -> each.id().equals(name))
                    .findFirst()
                    .orElse(null);
            if (scope == null && name != null) {
                String nearest = Suggestion.of(name, SCOPES);
                problems.report(
                        Diagnostic.UNKNOWN_SCOPE,
                        node,
                        nearest != null ? nearest : "a scope is `global`, `grant`, `session` or `principal`",
                        Quoted.of(name));
            }
        }
        if (scope == Scope.SESSION) {
            problems.report(
                    Diagnostic.SESSION_SCOPE,
                    node == null ? limit : node,
                    "write `scope: grant` or `scope: principal` where callers are known");
        }
        return scope;
    }

    /** A number of more than zero. */
    @Nullable
    BigDecimal positive(String key, Node node) {
        BigDecimal number = ObjectFields.number(node, problems);
        if (number != null && number.signum() <= 0) {
            problems.report(Diagnostic.NOT_POSITIVE, node, null, key, Quoted.of(String.valueOf(node.json())));
            return null;
        }
        return number;
    }

    /** A path into the arguments, or an object that also says how text is taken for a number there. */
    @Nullable
    Amount amount(Node node) {
        if (!(node instanceof ObjectNode object)) {
            return amount(node, false);
        }
        ObjectFields fields = ObjectFields.of(object, AMOUNT_KEYS, problems);
        Node pathNode = fields.require("path", null);
        Node asNode = fields.require("as", "or write the path alone");
        boolean decimal = asNode != null && isDecimal(asNode);
        Amount amount = pathNode == null ? null : amount(pathNode, true);
        return decimal ? amount : null;
    }

    /** Whether it is said that text counts as the decimal number that it is; what else is said is reported. */
    boolean isDecimal(Node asNode) {
        String as = ObjectFields.word(asNode, problems);
        if (as != null && !as.equals(DECIMAL)) {
            problems.report(Diagnostic.UNKNOWN_AS, asNode, null, Quoted.of(as));
        }
        return DECIMAL.equals(as);
    }

    private @Nullable Amount amount(Node node, boolean decimal) {
        ArgumentPath path = argument(node);
        if (path == null) {
            return null;
        }
        if (path.steps().stream().anyMatch(ArgumentPath.Element.class::isInstance)) {
            problems.report(
                    Diagnostic.AMOUNT_OF_ONE,
                    node,
                    "write `[*]` for the sum of all, or refuse longer lists by a `schema` with `maxItems`",
                    Quoted.of(path.toString()));
        }
        return new Amount.FromArgument(path, decimal);
    }

    /** A path to an argument, or to what is known of the caller. */
    @Nullable
    CallPath callPath(Node node) {
        String text = node instanceof ScalarNode scalar ? scalar.text() : null;
        return text != null && CallerPath.isCallers(text) ? callers(text, node) : argument(node);
    }

    /** Warns of what the client says of itself. */
    private @Nullable CallerPath callers(String text, Node node) {
        try {
            CallerPath path = CallerPath.parse(text);
            if (path.part().isClientsWord()) {
                problems.report(
                        Diagnostic.CLIENTS_WORD,
                        node,
                        "look at `caller.principal`, `caller.grant` or `caller.attributes` where callers are known",
                        Quoted.of(text));
            }
            return path;
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_PATH,
                    node,
                    Dialects.callerPath(text, problems.suggests()),
                    VisibleText.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** A path to an argument alone. */
    @Nullable
    ArgumentPath argument(Node node) {
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return null;
        }
        ArgumentPath known = paths.get(text);
        if (known != null) {
            return known;
        }
        try {
            ArgumentPath path = ArgumentPath.parse(text);
            if (isLength(path)) {
                problems.report(
                        Diagnostic.MEMBER_LENGTH,
                        node,
                        "write a `schema` with `maxItems` or `maxLength`",
                        Quoted.of(text));
            }
            paths.put(text, path);
            return path;
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.BAD_PATH, node, pathHelp(text), VisibleText.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static @Nullable String pathHelp(String text) {
        String dialect = Dialects.path(text);
        if (dialect != null || !text.contains(".*")) {
            return dialect;
        }
        String starred = Dialects.everyElement(text);
        return starred == null
                ? "write `[*]` after the name of a list for each of its elements, or `[\"*\"]` for a member of that name"
                : "write `" + Quoted.of(starred) + "` for every element, or `[\"*\"]` for a member of that name";
    }

    /** Whether a path asks a part of an argument for its length, as some languages do. */
    private static boolean isLength(ArgumentPath path) {
        List<ArgumentPath.Step> steps = path.steps();
        return steps.size() > 1
                && steps.get(steps.size() - 1) instanceof ArgumentPath.Member last
                && last.name().equals("length");
    }

    /** A name of a counter. */
    @Nullable
    String counter(Node node) {
        String counter = ObjectFields.text(node, problems);
        if (counter != null && counter.isEmpty()) {
            problems.report(Diagnostic.EMPTY_NAME, node, null, "a counter's name");
            return null;
        }
        return counter;
    }

    /** The limit that is made, or null if its numbers are out of range, which is reported at the place given. */
    @Nullable
    Limit limit(Supplier<Limit> made, Node place) {
        try {
            Limit limit = made.get();
            if (limit.bound() != null && limit.maxUnits() < leastCharge(limit)) {
                problems.report(Diagnostic.ADMITS_NOTHING, place, null);
            }
            return limit;
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.OUT_OF_RANGE, place, null, VisibleText.of(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static long leastCharge(Limit limit) {
        return limit.amount() instanceof Amount.Fixed fixed ? limit.scale().unitsOf(fixed.value()) : 0;
    }
}
