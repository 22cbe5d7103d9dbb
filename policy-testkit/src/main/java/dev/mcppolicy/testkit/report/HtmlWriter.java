package dev.mcppolicy.testkit.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CompileTimeConstant;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML in which only what stands in this program is markup: names of elements and attributes are constants, and
 * every text and value is escaped. What a browser would obey or not show is written as an escape that shows.
 */
@CanIgnoreReturnValue
final class HtmlWriter {
    private static final Set<String> WITHOUT_END = Set.of("meta", "input");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();
    private boolean isInTag;

    /** Begins an element, which {@link #end} ends unless it is of a kind that has no end. */
    HtmlWriter start(@CompileTimeConstant String element) {
        closeTag();
        out.append('<').append(element);
        isInTag = true;
        if (!WITHOUT_END.contains(element)) {
            open.push(element);
        }
        return this;
    }

    HtmlWriter start(@CompileTimeConstant String element, @CompileTimeConstant String style) {
        return start(element).with("class", style);
    }

    /** Gives the element that was just begun an attribute. */
    HtmlWriter with(@CompileTimeConstant String attribute, String value) {
        requireTag(attribute);
        out.append(' ').append(attribute).append("=\"").append(escaped(value)).append('"');
        return this;
    }

    /** Gives the element that was just begun an attribute without a value. */
    HtmlWriter with(@CompileTimeConstant String attribute) {
        requireTag(attribute);
        out.append(' ').append(attribute);
        return this;
    }

    HtmlWriter text(String text) {
        closeTag();
        out.append(escaped(text));
        return this;
    }

    /** An element with a text in it. */
    HtmlWriter element(@CompileTimeConstant String element, String text) {
        return start(element).text(text).end();
    }

    /** Ends the line of the page, and of a preformatted text in it. */
    HtmlWriter line() {
        closeTag();
        out.append('\n');
        return this;
    }

    /** Ends the element that began last. */
    HtmlWriter end() {
        closeTag();
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element whose text the browser runs or styles by, of the program's own. */
    HtmlWriter embedded(PageResource resource) {
        closeTag();
        String element = resource.element();
        out.append('<')
                .append(element)
                .append('>')
                .append(resource.text())
                .append("</")
                .append(element)
                .append('>');
        return this;
    }

    /** The page. */
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("`" + open.peek() + "` has no end");
        }
        return out.toString();
    }

    private void requireTag(String attribute) {
        if (!isInTag) {
            throw new IllegalStateException("no element has begun that could have `" + attribute + "`");
        }
    }

    private void closeTag() {
        if (isInTag) {
            out.append('>');
            isInTag = false;
        }
    }

    /** Text that is no markup, and in which every character shows; a tab is as wide as the browser makes it. */
    private static String escaped(String text) {
        StringBuilder visible = new StringBuilder();
        int from = 0;
        for (int tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', from)) {
            visible.append(VisibleText.of(text.substring(from, tab))).append('\t');
            from = tab + 1;
        }
        return visible.append(VisibleText.of(text.substring(from)))
                .toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
