package dev.mcppolicy.counter.stored;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CounterKey#encoded} and {@link PlaceKey#encoded} have written. What people may see of the value of a
 * limit's key is not in it, and kept beside it.
 */
public final class StoredKey {
    private static final String COUNTER = "counter ";
    private static final String PLACE = "place ";
    private static final String IN = " in ";
    private static final String SLIDING = "sliding ";

    private final String text;
    private int at;

    private StoredKey(String text, String kind) {
        if (!text.startsWith(kind)) {
            throw new IllegalArgumentException("a stored key is of another kind");
        }
        this.text = text;
        this.at = kind.length();
    }

    /**
     * What the keys of all counters of a namespace begin with, and no other's.
     *
     * @param namespace the namespace
     * @return the beginning of {@link CounterKey#encoded}
     */
    public static String beginningOf(String namespace) {
        return COUNTER + namespace.length() + ":" + namespace;
    }

    /**
     * The key of a counter.
     *
     * @param text what {@link CounterKey#encoded} has written
     * @param shown what people may see of the value of the limit's key, or null for nothing
     * @return the key
     * @throws RuntimeException if the text is anything else
     */
    public static CounterKey counter(String text, @Nullable String shown) {
        StoredKey parser = new StoredKey(text, COUNTER);
        String namespace = parser.some();
        String server = parser.some();
        RulePlace place = parser.place();
        String counter = parser.some();
        Window window = window(parser.some());
        Scope scope = scope(parser.some());
        Scale scale = Scale.valueOf(parser.some());
        String identity = parser.part();
        String session = parser.part();
        LimitKey key = parser.isAtEnd() ? null : limitKey(parser.some());
        KeyValue value = parser.value(key, shown);
        CounterDefinition definition =
                new CounterDefinition(namespace, server, place, counter, window, scope, scale, key);
        return CounterKey.of(definition, identity, session, value);
    }

    /**
     * The key of places.
     *
     * @param text what {@link PlaceKey#encoded} has written
     * @param shown as in {@link #counter}
     * @return the key
     * @throws RuntimeException if the text is anything else
     */
    public static PlaceKey place(String text, @Nullable String shown) {
        StoredKey parser = new StoredKey(text, PLACE);
        String namespace = parser.some();
        String server = parser.some();
        RulePlace place = parser.place();
        Scope scope = scope(parser.some());
        String identity = parser.part();
        String session = parser.part();
        LimitKey key = parser.isAtEnd() ? null : limitKey(parser.some());
        KeyValue value = parser.value(key, shown);
        return new PlaceKey(namespace, server, place, scope, key, identity, session, value);
    }

    private @Nullable KeyValue value(@Nullable LimitKey key, @Nullable String shown) {
        return key == null ? null : new KeyValue(some(), shown == null ? "" : shown);
    }

    private RulePlace place() {
        if (text.charAt(at) == 'g') {
            at++;
            return RulePlace.group(some());
        }
        String tool = part();
        return tool == null ? RulePlace.everyTool() : RulePlace.tool(tool);
    }

    private boolean isAtEnd() {
        return at == text.length();
    }

    private String some() {
        String part = part();
        if (part == null) {
            throw new IllegalArgumentException("a part of a stored key is missing");
        }
        return part;
    }

    private @Nullable String part() {
        if (text.charAt(at) == '-') {
            at++;
            return null;
        }
        int colon = text.indexOf(':', at);
        int length = Integer.parseInt(text, at, colon, 10);
        at = colon + 1 + length;
        return text.substring(colon + 1, at);
    }

    private static Scope scope(String id) {
        return Scope.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private static Window window(String id) {
        if (id.startsWith(SLIDING)) {
            return new Window.Sliding(Duration.parse(id.substring(SLIDING.length())));
        }
        int in = id.indexOf(IN);
        if (in > 0) {
            return calendar(id.substring(0, in)).in(ZoneId.of(id.substring(in + IN.length())));
        }
        if (Character.isDigit(id.charAt(0))) {
            return new Window.Seconds(Long.parseLong(id, 0, id.length() - 1, 10));
        }
        return calendar(id);
    }

    private static Window.Calendar calendar(String id) {
        return Window.Calendar.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private static LimitKey limitKey(String text) {
        if (text.equals(LimitKey.ALL)) {
            return new LimitKey.AllArguments();
        }
        List<CallPath> paths = new ArrayList<>();
        int from = 0;
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuoted && c == '\\') {
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                paths.add(CallPath.parse(text.substring(from, i)));
                from = i + 2;
            }
        }
        paths.add(CallPath.parse(text.substring(from)));
        return new LimitKey.Paths(paths);
    }
}
