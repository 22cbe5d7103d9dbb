package dev.mcppolicy.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes JUnit tests of {@link PolicyTestFile}s.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> policies() {
 *     return PolicyTestFactory.testsIn(Path.of("src/test/policies"));
 * }
 * }</pre>
 */
public final class PolicyTestFactory {
    private PolicyTestFactory() {}

    /**
     * The tests of a directory: a container for each file. A file that is no test file is a test that fails.
     *
     * @param directory the directory
     * @return the containers, at least one
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     */
    public static Stream<DynamicNode> testsIn(Path directory) {
        return PolicyTestFile.find(directory).stream().map(PolicyTestFactory::testsOf);
    }

    private static DynamicNode testsOf(Path path) {
        String name = String.valueOf(path.getFileName());
        URI place = path.toUri();
        try {
            return DynamicContainer.dynamicContainer(
                    name,
                    place,
                    PolicyTestFile.read(path).cases().stream()
                            .map(test -> DynamicTest.dynamicTest(test.name(), place, test::run)));
        } catch (InvalidTestFileException e) {
            return DynamicTest.dynamicTest(name, place, () -> {
                throw e;
            });
        }
    }
}
