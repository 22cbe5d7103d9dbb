package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the files that tests name: beside the test class, at the root of the class path, from the working directory. */
final class PolicyFiles {
    private PolicyFiles() {}

    /**
     * A file that was found.
     *
     * @param name what the test calls it
     * @param place where it is, which tells it from every other
     */
    record Found(String name, URL place) {
        CheckedPolicy policy() {
            return PolicyReader.check(text(), name);
        }

        ServerTools tools() {
            return ToolsReader.parse(text(), name);
        }

        private String text() {
            try (InputStream in = place.openStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("`" + name + "` cannot be read", e);
            }
        }
    }

    /**
     * Finds a file.
     *
     * @param what what it is to be, for the message
     * @throws IllegalArgumentException if there is none
     */
    static Found find(Class<?> tests, String what, String name) {
        return Stream.<Optional<URL>>of(resource(tests, name), resource(tests, "/" + name), file(name))
                .flatMap(Optional::stream)
                .findFirst()
                .map(place -> new Found(name, place))
                .orElseThrow(() -> new IllegalArgumentException("there is no " + what + " `" + name + "` beside `"
                        + tests.getName() + "`, at the root of the class path, or in the working directory"));
    }

    private static Optional<URL> resource(Class<?> tests, String name) {
        return Optional.ofNullable(tests.getResource(name));
    }

    private static Optional<URL> file(String name) {
        try {
            Path path = Path.of(name);
            return Files.isRegularFile(path) ? Optional.of(path.toUri().toURL()) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }
}
