package dev.mcppolicy.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcppolicy.testkit.junit.PolicyTestFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test file names policies of its own directory and below, and quotes no line of another file. */
class TestFileTreeTest {
    private static final String SECRET = "root-secret-line: x\n";
    private static final String POLICY = "version: \"1\"\ndefault: deny\n";

    @TempDir
    Path path;

    private Path tests;

    @BeforeEach
    void a_secret_lies_beside_the_tests() throws IOException {
        tests = Files.createDirectories(path.resolve("tests/more")).getParent();
        Files.writeString(path.resolve("secret"), SECRET);
        Files.writeString(path.resolve("p.yaml"), POLICY);
        Files.writeString(tests.resolve("p.yaml"), POLICY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "more/../../secret",
                "./../tests/../secret",
                "../missing",
                "../p.yaml",
                "/etc/passwd",
                "/missing",
                "link",
                "linked/secret",
                "more/../link"
            })
    void a_policy_outside_is_not_opened(String policy) throws IOException {
        link("link", path.resolve("secret"));
        link("linked", path);

        assertThatExceptionOfType(InvalidTestFileException.class)
                .isThrownBy(() -> PolicyTestFile.read(file("a", policy)))
                .withMessageContaining("leads out of `" + tests + "`")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("root-secret"));
    }

    @Test
    void an_absolute_path_is_refused_even_if_it_leads_inside() {
        assertThatExceptionOfType(InvalidTestFileException.class)
                .isThrownBy(() ->
                        PolicyTestFile.read(file("a", tests.resolve("p.yaml").toString())))
                .withMessageContaining("leads out of");
    }

    @Test
    void a_test_file_that_is_a_link_to_another_file_is_not_opened() throws IOException {
        link("b.policytest.yaml", path.resolve("secret"));

        assertThatExceptionOfType(InvalidTestFileException.class)
                .isThrownBy(() -> PolicyTestFile.readAll(tests))
                .withMessageContaining("b.policytest.yaml: the file lies outside `" + tests + "`")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("root-secret"));
    }

    @Test
    void what_lies_inside_is_read_also_by_a_link_and_from_below() throws IOException {
        link("link", tests.resolve("p.yaml"));
        file("a", "link");
        file("more/b", "../p.yaml");

        assertThat(PolicyTestFile.readAll(tests)).hasSize(2);
        assertThat(PolicyTestFile.read(tests.resolve("a.policytest.yaml")).cases())
                .hasSize(1);
    }

    @Test
    void a_wider_directory_can_be_named() {
        Path file = file("a", "../p.yaml");

        assertThat(PolicyTestFile.read(file, path).cases()).hasSize(1);
        assertThat(PolicyTestFile.readAll(tests, path)).hasSize(1);
        assertThat(PolicyTestFactory.testsIn(tests, path)).hasSize(1);
        assertThatExceptionOfType(InvalidTestFileException.class).isThrownBy(() -> PolicyTestFile.readAll(tests));
    }

    @Test
    void a_name_that_no_file_can_have_names_none() {
        assertThatExceptionOfType(InvalidTestFileException.class)
                .isThrownBy(() -> PolicyTestFile.read(file("a", "\"a\\0b\"")))
                .withMessageContaining("there is no file `a\\u0000b`");
    }

    private Path file(String name, String policy) {
        try {
            return Files.writeString(
                    tests.resolve(name + ".policytest.yaml"),
                    "policy: " + policy
                            + "\ntests: [ { name: n, steps: [ { call: x, expect: { denied_by: (default deny) } } ] } ]\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(tests.resolve(name), target);
    }
}
