package dev.mcppolicy.format.document;

import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * The part of YAML that reads alike everywhere. The parser hands over quoted and plain scalars as the same token, and
 * aliases as text, so what a token is gets told from the characters where it stands.
 */
final class YamlSyntax implements Syntax {
    private final JsonParser parser;
    private final String text;
    /** The parser counts code points. Tokens come in order, so one step forward converts each. */
    private final boolean sameUnits;

    /** Where an anchor or tag has been reported of a container; its first name may begin at the same place. */
    private int reportedAt = -1;

    private int codePoints;
    private int units;

    YamlSyntax(JsonParser parser, String text) {
        this.parser = parser;
        this.text = text;
        this.sameUnits = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    @Override
    public int offset() {
        return units((int) parser.currentTokenLocation().getCharOffset());
    }

    @Override
    public int nameOffset() {
        return offset();
    }

    private int units(int wantedCodePoints) {
        if (sameUnits) {
            return Math.min(wantedCodePoints, text.length());
        }
        if (wantedCodePoints < codePoints) {
            codePoints = 0;
            units = 0;
        }
        while (codePoints < wantedCodePoints && units < text.length()) {
            units += Character.charCount(text.codePointAt(units));
            codePoints++;
        }
        return units;
    }

    @Override
    public void name(int offset, TreeBuilder tree) {
        String name = parser.currentName();
        ObjectNode.Member other = tree.name(name, offset);
        if (other != null) {
            tree.reportDuplicate(other, offset);
        }
        char first = at(offset);
        if (isProperty(first)) {
            if (offset != reportedAt) {
                tree.reportName(property(first), null, word(offset));
            }
        } else if (first != '"' && first != '\'') {
            checkPlainName(name, tree);
        }
    }

    private static void checkPlainName(String name, TreeBuilder tree) {
        if (name.equals("<<")) {
            tree.reportName(Diagnostic.YAML_MERGE_KEY, "write the members out");
        } else if (PlainScalar.read(name) != PlainScalar.Reading.TEXT) {
            tree.reportName(Diagnostic.AMBIGUOUS_SCALAR, quoteIt(name), Quoted.of(name));
        }
    }

    @Override
    public void started(int offset, TreeBuilder tree) {
        char first = at(offset);
        if (isProperty(first)) {
            tree.reportOpen(property(first), null, word(offset));
            reportedAt = offset;
        }
    }

    @Override
    public void scalar(JsonToken token, int offset, TreeBuilder tree) {
        TokenStreamLocation end = parser.currentLocation();
        if (end.getCharOffset() == parser.currentTokenLocation().getCharOffset()) {
            tree.nil(offset, true);
            return;
        }
        switch (at(offset)) {
            case '"', '\'', '|', '>' -> tree.string(offset, parser.getString());
            case '*' -> tree.broken(offset, Diagnostic.YAML_ALIAS, "write the value out", word(offset));
            case '&' -> tree.broken(offset, Diagnostic.YAML_ANCHOR, null, word(offset));
            case '!' -> tree.broken(offset, Diagnostic.YAML_TAG, null, word(offset));
            default -> plain(token, offset, units((int) end.getCharOffset()), tree);
        }
    }

    private void plain(JsonToken token, int offset, int end, TreeBuilder tree) {
        String scalar = token == JsonToken.VALUE_STRING ? parser.getString() : text.substring(offset, end);
        switch (PlainScalar.read(scalar)) {
            case TEXT -> tree.string(offset, scalar);
            case TRUE -> tree.bool(offset, true);
            case FALSE -> tree.bool(offset, false);
            case NULL -> tree.nil(offset, false);
            case NUMBER -> {
                BigDecimal number = PlainScalar.number(scalar);
                if (number != null) {
                    tree.number(offset, number);
                }
            }
            case AMBIGUOUS ->
                tree.broken(offset, Diagnostic.AMBIGUOUS_SCALAR, PlainScalarHelp.of(scalar), Quoted.of(scalar));
            case NOT_FINITE -> tree.broken(offset, Diagnostic.NOT_FINITE, quoteIt(scalar), Quoted.of(scalar));
            case TOO_LONG -> tree.broken(offset, Diagnostic.NUMBER_TOO_LONG, null, Quoted.of(scalar));
        }
    }

    private static boolean isProperty(char first) {
        return first == '&' || first == '!' || first == '*';
    }

    private static Diagnostic property(char first) {
        return first == '&' ? Diagnostic.YAML_ANCHOR : first == '!' ? Diagnostic.YAML_TAG : Diagnostic.YAML_ALIAS;
    }

    /** The characters up to the next space or flow indicator. */
    private String word(int offset) {
        int end = offset;
        while (end < text.length() && " \t\r\n,[]{}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return Quoted.of(text.substring(offset, end));
    }

    private char at(int offset) {
        return offset < text.length() ? text.charAt(offset) : '\0';
    }

    static String quoteIt(String scalar) {
        return "write `\"" + Quoted.of(scalar) + "\"` if it is text";
    }

    @Override
    public SyntaxError error(JacksonException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof MarkedYamlEngineException marked) {
            int at = marked.getProblemMark().map(mark -> units(mark.getIndex())).orElse(lastOffset());
            return new SyntaxError(at, reason(marked));
        }
        if (cause instanceof ReaderException unreadable) {
            return new SyntaxError(
                    units(unreadable.getPosition()),
                    "the character " + VisibleText.escape(unreadable.getCodePoint()) + " is not allowed");
        }
        return new SyntaxError(
                units((int) Math.max(0, failure.getLocation().getCharOffset())),
                ParserMessage.ofYaml(failure.getOriginalMessage()));
    }

    private int lastOffset() {
        return units((int) Math.max(0, parser.currentLocation().getCharOffset()));
    }

    private static String reason(MarkedYamlEngineException failure) {
        String problem = failure.getProblem();
        String words = problem == null ? failure.getContext() : problem;
        return words == null ? ParserMessage.of(null) : ParserMessage.ofYaml(words);
    }

    @Override
    public Diagnostic diagnostic() {
        return Diagnostic.YAML_SYNTAX;
    }
}
