package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packages that the published modules export to everybody, as their descriptors say. */
final class ExportedPackages {
    private static final Pattern EXPORT = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");

    private ExportedPackages() {}

    static List<String> all() {
        try (Stream<Path> modules = Files.list(Document.ROOT)) {
            return modules.map(module -> module.resolve("src/main/java/module-info.java"))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(ExportedPackages::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> in(Path descriptor) {
        try {
            return EXPORT.matcher(Files.readString(descriptor)).results().map(match -> match.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
