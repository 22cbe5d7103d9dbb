package dev.mcppolicy.testkit;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.DataDocument;
import dev.mcppolicy.format.PolicyProblem;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.Severity;
import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests of a policy written without Java, in a file {@code *.policytest.yaml} (or JSON).
 *
 * <pre>{@code
 * policy: refunds.yaml
 * tests:
 *   - name: the eleventh refund of a day waits for midnight
 *     at: "2026-01-15T22:00:00Z"
 *     steps:
 *       - call: create_refund
 *         args: { amount: 100 }
 *         times: 10
 *         expect: allowed
 *       - call: create_refund
 *         args: { amount: 100 }
 *         expect: { denied_by: daily refund count, retry_after: 2h }
 * }</pre>
 *
 * <p>Beside {@code policy}, {@code release_on_exception: true} releases the charge of a call whose tool throws.
 *
 * <p>Reading is strict: an unknown key, a test or call that expects nothing, and a denial that names no rule are errors
 * with their place. JUnit runs a directory of such files by a factory:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> policies() {
 *     return PolicyTestFile.dynamicTests(Path.of("src/test/policies"));
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PolicyTestFile {
    private static final List<String> ENDINGS = List.of(".policytest.yaml", ".policytest.yml", ".policytest.json");

    private final Path file;
    private final CheckedPolicy policy;
    private final List<PolicyTestCase> cases;

    private PolicyTestFile(Path file, CheckedPolicy policy, List<PolicyTestCase> cases) {
        this.file = file;
        this.policy = policy;
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads a file of tests and the policy that it names, by a path from the file's directory.
     *
     * @param file the file
     * @return its tests
     * @throws InvalidTestFileException if the file cannot be read or is no such file, or its policy is none; the message
     *     says every problem
     */
    public static PolicyTestFile read(Path file) {
        DataDocument document = DataDocument.read(file);
        failOnErrors(document.problems());
        TestFileProblems problems = new TestFileProblems(file.toString(), document::location);
        Optional<TestFields> fields = TestFields.of(document.value(), "", TestFileReader.TOP, problems);
        fields.ifPresent(top -> {
            if (top.has("description")) {
                top.text("description");
            }
        });
        Optional<CheckedPolicy> checked = fields.flatMap(top -> policy(file, top));
        if (fields.isEmpty() || checked.isEmpty()) {
            problems.throwIfAny();
            throw new IllegalStateException("a file without policy has a problem");
        }
        Policy policy = checked.get().orThrow();
        boolean releaseOnException = fields.get().bool("release_on_exception");
        List<TestFileReader.Test> tests = new TestFileReader(new RuleNames(policy), problems).read(fields.get());
        problems.throwIfAny();
        return new PolicyTestFile(
                file,
                checked.get(),
                tests.stream()
                        .map(test -> new PolicyTestCase(test, policy, releaseOnException, problems::place))
                        .toList());
    }

    /**
     * Reads all test files in a directory and those within it, in the order of their paths. Links are followed.
     *
     * @param directory the directory
     * @return at least one file of tests
     * @throws InvalidTestFileException if a file is no test file; the message says every problem of every file
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     * @throws UncheckedIOException if a directory cannot be read, or a link leads around
     */
    public static List<PolicyTestFile> readAll(Path directory) {
        List<PolicyTestFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : paths(directory)) {
            try {
                files.add(read(path));
            } catch (InvalidTestFileException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidTestFileException(problems);
        }
        return files;
    }

    /**
     * The tests of a directory for JUnit: a container for each file. A file that is no test file is a test that fails.
     *
     * @param directory the directory
     * @return the containers, at least one
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     */
    public static Stream<DynamicNode> dynamicTests(Path directory) {
        return paths(directory).stream().map(DynamicTests::of);
    }

    /**
     * The file.
     *
     * @return the path it was read from
     */
    public Path file() {
        return file;
    }

    /**
     * The policy that the tests are about.
     *
     * @return the policy with its document; it has no errors
     */
    public CheckedPolicy policy() {
        return policy;
    }

    /**
     * The tests in the order of the file.
     *
     * @return an unmodifiable list, not empty
     */
    public List<PolicyTestCase> cases() {
        return cases;
    }

    private static List<Path> paths(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("there is no directory `" + directory + "`");
        }
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> found = all.filter(path -> ENDINGS.stream().anyMatch(path.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("there is no file `*.policytest.yaml` in `" + directory + "`");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
            throw new UncheckedIOException("`" + directory + "` cannot be read", cause);
        }
    }

    private static Optional<CheckedPolicy> policy(Path file, TestFields fields) {
        return fields.requiredText("policy").flatMap(name -> {
            @Nullable Path path = sibling(file, name);
            if (path == null || !Files.isRegularFile(path)) {
                fields.report("policy", "there is no file `" + name + "` from the directory of this one");
                return Optional.empty();
            }
            CheckedPolicy checked = PolicyReader.check(path);
            failOnErrors(checked.problems());
            return Optional.of(checked);
        });
    }

    private static @Nullable Path sibling(Path file, String name) {
        try {
            return file.resolveSibling(name).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static void failOnErrors(List<PolicyProblem> problems) {
        List<String> errors = problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(PolicyProblem::toString)
                .toList();
        if (!errors.isEmpty()) {
            throw new InvalidTestFileException(errors);
        }
    }

    /** A class of its own, so that the files can be read where there is no JUnit. */
    private static final class DynamicTests {
        static DynamicNode of(Path path) {
            String name = String.valueOf(path.getFileName());
            URI place = path.toUri();
            try {
                return DynamicContainer.dynamicContainer(
                        name,
                        place,
                        read(path).cases().stream()
                                .map(test -> DynamicTest.dynamicTest(test.name(), place, test::run)));
            } catch (InvalidTestFileException e) {
                return DynamicTest.dynamicTest(name, place, () -> {
                    throw e;
                });
            }
        }
    }
}
