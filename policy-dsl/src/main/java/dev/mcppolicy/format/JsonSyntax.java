package dev.mcppolicy.format;

import java.math.BigDecimal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON as RFC 8259 has it. */
final class JsonSyntax implements Syntax {
    private final JsonParser parser;

    JsonSyntax(JsonParser parser) {
        this.parser = parser;
    }

    @Override
    public int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    @Override
    public void name(int offset, TreeBuilder tree) {
        tree.name(parser.currentName(), offset);
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
        String reason = Reason.ofJson(failure.getOriginalMessage());
        int after = (int) Math.max(0, failure.getLocation().getCharOffset());
        return new SyntaxError(Math.max(0, after - Reason.lengthOfToken(reason)), reason);
    }

    @Override
    public Diagnostic diagnostic() {
        return Diagnostic.JSON_SYNTAX;
    }
}
