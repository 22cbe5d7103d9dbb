package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * Makes JUnit tests of {@link PolicyTestFile}s.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> policies() {
 *     return PolicyTestFactory.testsIn(Path.of("src/test/policies"));
 * }
 * }</pre>
 *
 * <p>A test that is still to do is run and then aborted, whether it passes or fails. Where a test says {@code only}, those
 * that do not are aborted, and a test beside them fails, so that nothing passes by what was left out.
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
        List<DynamicNode> unreadable = new ArrayList<>();
        List<PolicyTestFile> files = new ArrayList<>();
        for (Path path : PolicyTestFile.find(directory)) {
            try {
                files.add(PolicyTestFile.read(path, root));
            } catch (InvalidTestFileException e) {
                unreadable.add(test(String.valueOf(path.getFileName()), path, () -> {
                    throw e;
                }));
            }
        }
        List<PolicyTestCase> all =
                files.stream().flatMap(file -> file.cases().stream()).toList();
        List<PolicyTestCase> only = all.stream().filter(PolicyTestCase::isOnly).toList();
        Stream<DynamicNode> containers = files.stream().map(file -> container(file, !only.isEmpty()));
        Stream<DynamicNode> leftOut = only.isEmpty() || only.size() == all.size()
                ? Stream.of()
                : Stream.of(leavesOut(directory, only, all.size() - only.size()));
        return Stream.of(leftOut, unreadable.stream(), containers).flatMap(nodes -> nodes);
    }

    private static DynamicNode leavesOut(Path directory, List<PolicyTestCase> only, int leftOut) {
        return test("no test is left out", directory, () -> {
            throw new AssertionError(only.get(0).place() + ": `only` leaves out " + leftOut
                    + (leftOut == 1 ? " test" : " tests") + " (take it away)");
        });
    }

    private static DynamicNode container(PolicyTestFile file, boolean someOnly) {
        Path path = file.file();
        return DynamicContainer.dynamicContainer(
                String.valueOf(path.getFileName()),
                path.toUri(),
                file.cases().stream().map(test -> test(test.name(), path, () -> run(test, someOnly))));
    }

    private static void run(PolicyTestCase test, boolean someOnly) {
        if (someOnly && !test.isOnly()) {
            Assumptions.abort("left out, as another test says `only`");
        }
        if (test.todo().isPresent()) {
            Assumptions.abort("todo: " + test.todo().get() + outcome(test));
        }
        test.run();
    }

    /** What came of a test that does not count. */
    private static String outcome(PolicyTestCase test) {
        try {
            test.run();
            return " (the test passes: take `todo` away)";
        } catch (AssertionError | RuntimeException e) {
            return " (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")";
        }
    }

    private static DynamicTest test(String name, Path place, Executable executable) {
        return DynamicTest.dynamicTest(name, place.toUri(), executable);
    }
}
