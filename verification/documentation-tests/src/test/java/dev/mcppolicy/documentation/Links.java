package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The links of a document that point into the project. */
final class Links {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    private Links() {}

    static List<String> in(Document document) {
        try {
            return LINK.matcher(Files.readString(document.file()))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .filter(link -> !link.contains("://"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
