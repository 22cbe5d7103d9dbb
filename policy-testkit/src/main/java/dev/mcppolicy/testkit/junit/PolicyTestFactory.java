package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestFile;
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
     * @param directory the directory, which no policy and no link leads out of
     * @return the containers, at least one
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     */
    public static Stream<DynamicNode> testsIn(Path directory) {
        return testsIn(directory, directory);
    }

    /**
     * The tests of a directory, as {@link #testsIn(Path)}, with policies from a wider directory.
     *
     * @param directory the directory
     * @param root the directory that all test files and policies lie in
     * @return the containers, at least one
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     */
    public static Stream<DynamicNode> testsIn(Path directory, Path root) {
        return PolicyTestFile.find(directory).stream().map(path -> testsOf(path, root));
    }

    private static DynamicNode testsOf(Path path, Path root) {
        String name = String.valueOf(path.getFileName());
        URI place = path.toUri();
        try {
            return DynamicContainer.dynamicContainer(
                    name,
                    place,
                    PolicyTestFile.read(path, root).cases().stream()
                            .map(test -> DynamicTest.dynamicTest(test.name(), place, test::run)));
        } catch (InvalidTestFileException e) {
            return DynamicTest.dynamicTest(name, place, () -> {
                throw e;
            });
        }
    }
}
