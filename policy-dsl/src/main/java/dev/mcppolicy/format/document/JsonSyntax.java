package dev.mcppolicy.format.document;

import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON as RFC 8259 has it. */
final class JsonSyntax implements Syntax {
    /** As many characters as fit a long in any case. */
    private static final int DIGITS_OF_A_LONG = 18;

    private final JsonParser parser;

    JsonSyntax(JsonParser parser) {
        this.parser = parser;
    }

    @Override
    public int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /**
     * Names stand before their values, so that their places need not be kept. The parser makes an object for each place
     * that it is asked for, and asked for those of values alone, it is compiled to code that does not.
     */
    @Override
    public int nameOffset() {
        return ObjectNode.Member.NOT_KEPT;
    }

    /** Where the name before a value begins. */
    static int nameBefore(int value, String text) {
        int colon = text.lastIndexOf(':', value - 1);
        int quote = text.lastIndexOf('"', text.lastIndexOf('"', colon) - 1);
        while (isEscaped(quote, text)) {
            quote = text.lastIndexOf('"', quote - 1);
        }
        return quote;
    }

    private static boolean isEscaped(int quote, String text) {
        int backslash = quote;
        while (text.charAt(backslash - 1) == '\\') {
            backslash--;
        }
        return (quote - backslash) % 2 != 0;
    }

    @Override
    public void name(int offset, TreeBuilder tree) {
        ObjectNode.Member first = tree.name(parser.currentName(), offset);
        if (first != null) {
            tree.reportDuplicate(first, offset());
        }
    }

    @Override
    public void started(int offset, TreeBuilder tree) {
        // JSON has nothing that could stand before a container.
    }

    @Override
    public void scalar(JsonToken token, int offset, TreeBuilder tree) {
        switch (token) {
            case VALUE_STRING -> tree.string(offset, parser.getString());
            case VALUE_TRUE -> tree.bool(offset, true);
            case VALUE_FALSE -> tree.bool(offset, false);
            case VALUE_NULL -> tree.nil(offset, false);
            default -> {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= DIGITS_OF_A_LONG) {
                    tree.number(offset, parser.getLongValue());
                    return;
                }
                String text = parser.getString();
                BigDecimal number = PlainScalar.number(text);
                if (number == null) {
                    tree.broken(offset, Diagnostic.NUMBER_TOO_LONG, null, Quoted.of(text));
                } else {
                    tree.number(offset, number);
                }
            }
        }
    }

    @Override
    public SyntaxError error(JacksonException failure) {
        String reason = ParserMessage.ofJson(failure.getOriginalMessage());
        int after = (int) Math.max(0, failure.getLocation().getCharOffset());
        return new SyntaxError(Math.max(0, after - ParserMessage.lengthOfToken(reason)), reason);
    }

    @Override
    public Diagnostic diagnostic() {
        return Diagnostic.JSON_SYNTAX;
    }
}
