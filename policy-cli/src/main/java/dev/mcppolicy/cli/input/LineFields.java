package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.ValueKind;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one object of the input, which must be of the types and names expected. */
public final class LineFields {
    private static final int LONGEST_QUOTE = 80;
    /** The years that ISO 8601 writes with four digits; counting in milliseconds works far beyond. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Map<?, ?> members;
    private final JsonReader.Place place;
    private final String prefix;

    private LineFields(Map<?, ?> members, JsonReader.Place place, String prefix) {
        this.members = members;
        this.place = place;
        this.prefix = prefix;
    }

    /** The members of a whole value. */
    static LineFields of(@Nullable Object value, JsonReader.Place place) {
        if (value instanceof Map<?, ?> object) {
            return new LineFields(object, place, "");
        }
        throw place.problem("expected an object, not " + ValueKind.of(value));
    }

    /** Refuses every name but those given. */
    void allowOnly(List<String> names) {
        for (Object name : members.keySet()) {
            if (!names.contains(name)) {
                throw place.problem("unknown key `" + prefix + VisibleText.of(name.toString(), LONGEST_QUOTE)
                        + "` (the keys here are "
                        + names.stream().map(known -> "`" + known + "`").collect(Collectors.joining(", ")) + ")");
            }
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable
    Object any(String name) {
        return members.get(name);
    }

    String requiredString(String name) {
        if (!has(name)) {
            throw place.problem("missing key `" + prefix + name + "`");
        }
        return string(name, members.get(name));
    }

    /** A string that is not empty, or null if it is not there. */
    @Nullable
    String name(String name) {
        if (!has(name)) {
            return null;
        }
        String text = string(name, members.get(name));
        if (text.isEmpty()) {
            throw place.problem("`" + prefix + name + "` must not be empty");
        }
        return text;
    }

    List<String> strings(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            throw wrongType(name, "a list of strings", members.get(name));
        }
        List<String> strings = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            strings.add(string(name + "[" + i + "]", list.get(i)));
        }
        return strings;
    }

    @Nullable
    Boolean bool(String name) {
        if (!has(name)) {
            return null;
        }
        if (members.get(name) instanceof Boolean value) {
            return value;
        }
        throw wrongType(name, "true or false", members.get(name));
    }

    /** The same object with one of its members alone. */
    LineFields only(String name) {
        Map<Object, @Nullable Object> one = new LinkedHashMap<>();
        one.put(name, members.get(name));
        return new LineFields(one, place, prefix);
    }

    @Nullable
    LineFields object(String name) {
        if (!has(name)) {
            return null;
        }
        if (members.get(name) instanceof Map<?, ?> object) {
            return new LineFields(object, place, prefix + name + ".");
        }
        throw wrongType(name, "an object", members.get(name));
    }

    /** The caller with the attributes of that name, or as it was where there are none. */
    @SuppressWarnings("unchecked") // the members of an object have names
    Caller withAttributes(Caller caller, String name) {
        LineFields attributes = object(name);
        try {
            return attributes == null
                    ? caller
                    : caller.withAttributes((Map<String, ? extends @Nullable Object>) attributes.members);
        } catch (IllegalArgumentException e) {
            throw place.problem("`" + prefix + name + "` is too large: " + e.getMessage());
        }
    }

    /** A number of whole seconds from one to a most, or null if it is not there. */
    @Nullable
    Duration wholeSeconds(String name, int most) {
        if (!has(name)) {
            return null;
        }
        Object value = members.get(name);
        BigDecimal seconds = JsonNumber.exact(value);
        if (seconds == null
                || seconds.signum() <= 0
                || seconds.compareTo(BigDecimal.valueOf(most)) > 0
                || seconds.stripTrailingZeros().scale() > 0) {
            throw place.problem("`" + prefix + name + "` must be whole seconds from 1 to " + most);
        }
        return Duration.ofSeconds(seconds.longValueExact());
    }

    @Nullable
    Instant instant(String name) {
        return has(name) ? instant(string(name, members.get(name)), place) : null;
    }

    static Instant instant(String text, JsonReader.Place place) {
        Instant instant = parsed(text);
        if (instant == null) {
            throw place.problem(
                    "`" + VisibleText.of(text, LONGEST_QUOTE) + "` is no instant such as `2026-01-15T22:00:00Z`");
        }
        return instant;
    }

    /** The instant, or null if the text is none of the years 0 to 9999. */
    public static @Nullable Instant parsed(String text) {
        try {
            Instant instant = Instant.parse(text);
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The members, each an amount of zero or more. */
    Map<String, BigDecimal> amounts() {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        members.forEach((name, value) -> amounts.put((String) name, amount((String) name, value)));
        return amounts;
    }

    private BigDecimal amount(String name, @Nullable Object value) {
        if (!JsonNumber.isNumber(value)) {
            throw wrongType(name, "a number", value);
        }
        BigDecimal amount = JsonNumber.exact(value);
        if (amount == null) {
            throw place.problem("`" + prefix + shown(name) + "` has more than 1000 digits or an exponent beyond 10000");
        }
        if (amount.signum() < 0) {
            throw place.problem(
                    "`" + prefix + shown(name) + "` must be zero or more, not `" + CanonicalJson.write(amount) + "`");
        }
        return amount;
    }

    private String string(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrongType(name, "a string", value);
    }

    private BadInputException wrongType(String name, String expected, @Nullable Object found) {
        return place.problem("`" + prefix + shown(name) + "`: expected " + expected + ", not " + ValueKind.of(found));
    }

    private static String shown(String name) {
        return VisibleText.of(name, LONGEST_QUOTE);
    }
}
