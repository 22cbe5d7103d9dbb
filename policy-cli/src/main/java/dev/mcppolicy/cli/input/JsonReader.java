package dev.mcppolicy.cli.input;

import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON value, as RFC 8259 has it, into plain Java values. Numbers stay exact: a {@code Long}, a
 * {@code BigInteger} or a {@code BigDecimal}. A name that stands twice in one object is an error.
 *
 * <p>What is too large for the engine is read all the same, so that the engine can say so.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 1_000;
    private static final int MAX_NUMBER = 100_000;
    private static final int LONGEST_QUOTE = 80;
    private static final int LONG_DIGITS = 18;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final Place place;

    private JsonReader(JsonParser parser, Place place) {
        this.parser = parser;
        this.place = place;
    }

    /**
     * Where a text stands.
     *
     * @param file the file
     * @param firstLine the line at which the text begins, from 1
     */
    public record Place(String file, int firstLine) {
        BadInputException problem(int line, int column, String message) {
            return new BadInputException(
                    VisibleText.of(file) + ":" + (firstLine + line - 1) + ":" + column + ": " + message);
        }

        public BadInputException problem(String message) {
            return new BadInputException(VisibleText.of(file) + ":" + firstLine + ": " + message);
        }
    }

    /**
     * The value.
     *
     * @throws BadInputException if the text is not one JSON value
     */
    public static @Nullable Object parse(String text, Place place) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonReader reader = new JsonReader(parser, place);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw place.problem("expected a JSON object, not nothing");
            }
            Object value = reader.value(first);
            if (parser.nextToken() != null) {
                throw reader.problem("something follows the end of the value");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw problem(e, place, "too deep, or a number too long, to be read");
        } catch (JacksonException e) {
            throw problem(e, place, "not valid JSON: " + reason(e.getOriginalMessage()));
        }
    }

    private @Nullable Object value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer(parser.getString());
            default -> decimal(parser.getString());
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw problem("duplicate key `" + VisibleText.of(name, LONGEST_QUOTE) + "`");
            }
            members.put(name, value(parser.nextToken()));
        }
        return members;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return elements;
    }

    private static Number integer(String digits) {
        if (digits.length() <= LONG_DIGITS) {
            return Long.parseLong(digits);
        }
        return new BigInteger(digits);
    }

    private BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw problem("number `" + VisibleText.of(text, LONGEST_QUOTE) + "` has too large an exponent");
        }
    }

    /** A problem at the token that was read last. */
    private BadInputException problem(String message) {
        return place.problem(
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr(),
                message);
    }

    private static BadInputException problem(JacksonException failure, Place place, String message) {
        TokenStreamLocation location = failure.getLocation();
        return location == null
                ? place.problem(message)
                : place.problem(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), message);
    }

    /** The parser's words in our manner: one line, small at its beginning, without its own places and advice. */
    private static String reason(String words) {
        String first =
                upTo(": enable `", upTo(" (start marker", upTo("\n", words))).strip();
        String text = VisibleText.of(first.endsWith(".") ? first.substring(0, first.length() - 1) : first, 200);
        return text.isEmpty() ? "it cannot be read" : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String upTo(String end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
