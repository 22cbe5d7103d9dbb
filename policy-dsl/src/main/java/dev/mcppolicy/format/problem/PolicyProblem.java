package dev.mcppolicy.format.problem;

import dev.mcppolicy.text.VisibleText;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document, and where.
 *
 * <p>All text comes from the document or from this library; the document's part of a message is shortened, and its
 * control and invisible characters are escaped.
 *
 * @param severity whether the document can be loaded all the same
 * @param code the kind of problem, stable between versions, such as {@code unknown-operator}
 * @param file what the document is called
 * @param line the line from 1, or 0 where there is none
 * @param column the column from 1 in UTF-16 units, or 0 where there is none
 * @param pointer the JSON Pointer of the part that is meant, empty for the whole document; exact, not escaped
 * @param message what is wrong, in one sentence without final period
 * @param help what to write instead, or null
 */
public record PolicyProblem(
        Severity severity,
        String code,
        String file,
        int line,
        int column,
        String pointer,
        String message,
        @Nullable String help)
        implements Serializable {

    /**
     * The problem in one line: {@code file:line:column: pointer: message (help)}, without the parts that are not there.
     *
     * @return the line, without line break
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(VisibleText.of(file));
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ");
        if (!pointer.isEmpty()) {
            text.append(VisibleText.of(pointer)).append(": ");
        }
        text.append(message);
        if (help != null) {
            text.append(" (").append(help).append(')');
        }
        return text.toString();
    }
}
