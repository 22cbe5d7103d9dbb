package dev.mcppolicy.testkit.file;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.InvalidToolsException;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * <p>The policy is named by a path from the directory of the test file, and lies in it or below. Beside {@code policy},
 * {@code tools} names in the same way a file with the tools of the server, which the policy is held against, and
 * {@code release_on_exception: true} releases the charge of a call whose tool throws.
 *
 * <p>A test with a text in {@code todo} does not count: it is not written yet, or known to fail. With {@code only: true} in
 * a test, those without are left out. Both are for whoever runs the tests to tell.
 *
 * <p>Reading is strict: an unknown key, a test or call that expects nothing, and a denial that names no rule are errors
 * with their place. {@code PolicyTestFactory} makes JUnit tests of such files.
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
     * Reads a file of tests and the policy that it names, by a path from the file's directory that does not leave it.
     *
     * @param file the file
     * @return its tests
     * @throws InvalidTestFileException if the file cannot be read or is no such file, or its policy is none, does not fit
     *     the tools named or lies outside the directory; the message says every problem
     */
    public static PolicyTestFile read(Path file) {
        return read(file, TestFileTree.around(file));
    }

    /**
     * Reads a file of tests and the policy that it names, by a path from the file's directory. Neither is read if it
     * lies outside a directory, be it by {@code ..} or by a link: a test file of a stranger names no file of yours.
     *
     * @param file the file
     * @param root the directory that both lie in
     * @return its tests
     * @throws InvalidTestFileException if the file cannot be read or is no such file, or its policy is none, or one of
     *     them lies outside the directory; the message says every problem
     */
    public static PolicyTestFile read(Path file, Path root) {
        return read(file, new TestFileTree(root));
    }

    /**
     * Reads tests from a text, of a policy that has been read: neither the file that they are for nor those that the text
     * names need be there.
     *
     * @param file what problems call the text, such as where it is to be written
     * @param text the text itself
     * @param policy the policy that the tests are about, without errors
     * @return the tests
     * @throws InvalidTestFileException if the text is no such file; the message says every problem
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    public static PolicyTestFile parse(Path file, String text, CheckedPolicy policy) {
        DataDocument document = DataDocument.parse(text, file.toString());
        failOnErrors(document.problems());
        TestFileProblems problems = new TestFileProblems(file.toString(), document::location);
        Optional<TestFields> fields = TestFields.of(document.value(), "", TestFileReader.TOP, problems);
        List<PolicyTestCase> cases =
                fields.map(top -> cases(top, policy.orThrow(), problems)).orElse(List.of());
        problems.throwIfAny();
        return new PolicyTestFile(file, policy, cases);
    }

    private static PolicyTestFile read(Path file, TestFileTree tree) {
        if (Files.exists(file) && !tree.contains(file)) {
            throw new InvalidTestFileException(List.of(file + ": the file lies outside " + tree));
        }
        DataDocument document = DataDocument.read(file);
        failOnErrors(document.problems());
        TestFileProblems problems = new TestFileProblems(file.toString(), document::location);
        Optional<TestFields> fields = TestFields.of(document.value(), "", TestFileReader.TOP, problems);
        fields.ifPresent(top -> {
            top.text("$schema");
            top.text("description");
        });
        Optional<CheckedPolicy> checked = fields.flatMap(top -> policy(file, tree, top));
        if (fields.isEmpty() || checked.isEmpty()) {
            problems.throwIfAny();
            throw new IllegalStateException("a file without policy has a problem");
        }
        List<PolicyTestCase> cases = cases(fields.get(), checked.get().orThrow(), problems);
        problems.throwIfAny();
        return new PolicyTestFile(file, checked.get(), cases);
    }

    private static List<PolicyTestCase> cases(TestFields fields, Policy policy, TestFileProblems problems) {
        boolean releaseOnException = fields.bool("release_on_exception");
        return new TestFileReader(policy, problems)
                .read(fields).stream()
                        .map(test -> new PolicyTestCase(test, policy, releaseOnException, problems::place))
                        .toList();
    }

    /**
     * Reads all test files in a directory and those within it, in the order of their paths. Links are followed, and
     * refused where they lead out of the directory, as are policies that lie outside it.
     *
     * @param directory the directory
     * @return at least one file of tests
     * @throws InvalidTestFileException if a file is no test file; the message says every problem of every file
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     * @throws UncheckedIOException if a directory cannot be read, or a link leads around
     */
    public static List<PolicyTestFile> readAll(Path directory) {
        return readAll(directory, directory);
    }

    /**
     * Reads all test files in a directory and those within it, as {@link #readAll(Path)}, with policies from a wider one.
     *
     * @param directory the directory
     * @param root the directory that all test files and policies lie in
     * @return at least one file of tests
     * @throws InvalidTestFileException if a file is no test file; the message says every problem of every file
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     * @throws UncheckedIOException if a directory cannot be read, or a link leads around
     */
    public static List<PolicyTestFile> readAll(Path directory, Path root) {
        TestFileTree tree = new TestFileTree(root);
        List<PolicyTestFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : find(directory)) {
            try {
                files.add(read(path, tree));
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
     * Finds the test files in a directory and those within it, by their names. Links are followed.
     *
     * @param directory the directory
     * @return at least one path, in their order
     * @throws IllegalArgumentException if there is no such directory or no test file in it
     * @throws UncheckedIOException if a directory cannot be read, or a link leads around
     */
    public static List<Path> find(Path directory) {
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

    private static Optional<CheckedPolicy> policy(Path file, TestFileTree tree, TestFields fields) {
        return sibling("policy", file, tree, fields).map(path -> {
            CheckedPolicy checked = PolicyReader.check(path);
            failOnErrors(checked.problems());
            return fitted(checked, file, tree, fields);
        });
    }

    /** The policy held against the tools that the file names, if it names any. */
    private static CheckedPolicy fitted(CheckedPolicy policy, Path file, TestFileTree tree, TestFields fields) {
        Optional<Path> tools = fields.has("tools") ? sibling("tools", file, tree, fields) : Optional.empty();
        if (tools.isEmpty()) {
            return policy;
        }
        try {
            CheckedPolicy fitted = policy.against(ToolsReader.read(tools.get()));
            failOnErrors(fitted.problems());
            return fitted;
        } catch (InvalidToolsException e) {
            throw new InvalidTestFileException(
                    e.problems().stream().map(PolicyProblem::toString).toList());
        }
    }

    /** The file that a key names; where it names none that lies in the tree, that is a problem. */
    private static Optional<Path> sibling(String key, Path file, TestFileTree tree, TestFields fields) {
        return fields.requiredText(key).flatMap(name -> {
            Optional<Path> path = tree.sibling(file, name);
            if (path.isEmpty()) {
                fields.report(key, "`" + name + "` leads out of " + tree);
            } else if (!Files.isRegularFile(path.get())) {
                fields.report(key, "there is no file `" + name + "` from the directory of this one");
                return Optional.empty();
            }
            return path;
        });
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
}
