package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents are not wrapped: a change of one word is then a change of one line, and a search finds every sentence. */
class ParagraphsTest {
    /** What begins a line that goes on nothing: a heading, a row, a quotation, a comment, an item. */
    private static final Pattern BEGINS = Pattern.compile("\\s*(#+ |\\||>|<!--|[-*+] |\\d+\\. ).*");

    private static List<String> wrapped(Document document) {
        List<String> wrapped = new ArrayList<>();
        boolean open = false;
        boolean fenced = false;
        for (String line : document.lines()) {
            boolean fence = line.strip().startsWith("```");
            fenced ^= fence;
            boolean text = !fence && !fenced && !line.isBlank();
            boolean begins = BEGINS.matcher(line).matches();
            if (text && open && !begins) {
                wrapped.add(line);
            }
            open = text && !line.startsWith("#") && !line.startsWith("|");
        }
        return wrapped;
    }

    @Test
    void a_paragraph_is_one_line() {
        for (Document document : Document.all()) {
            assertThat(wrapped(document)).as(document.name()).isEmpty();
        }
    }
}
