package dev.mcppolicy.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The links of a document that point into the project. */
final class Links {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private Links() {}

    /** The links whose file or heading is not there. */
    static List<String> broken(Document document) {
        return LINK.matcher(String.join("\n", document.lines()))
                .results()
                .filter(link -> !link.group(1).contains("://") && !leads(document, link))
                .map(MatchResult::group)
                .toList();
    }

    private static boolean leads(Document document, MatchResult link) {
        Path file = link.group(1).isEmpty() ? document.file() : document.file().resolveSibling(link.group(1));
        if (link.group(2) == null) {
            return Files.exists(file);
        }
        return Files.isRegularFile(file) && hasHeading(file.normalize(), link.group(2));
    }

    private static boolean hasHeading(Path file, String anchor) {
        return Document.of(Document.ROOT.relativize(file).toString()).lines().stream()
                .filter(line -> line.startsWith("#"))
                .map(Links::anchor)
                .anyMatch(anchor::equals);
    }

    /** What a heading is called in a link, as the usual renderers have it. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
