package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.identity.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of grants is followed as it changes, and the running grants stay where it is bad or gone. */
class GrantsFileTest {
    private static final String BAD = "{\"version\":\"1\",\"grants\":{\"b\":{}}}";

    @TempDir
    private Path folder;

    private static String of(String grant) {
        return "{\"version\":\"1\",\"grants\":{\"" + grant + "\":{\"tokens\":[]}}}";
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("grants.json");
        Path next = Files.writeString(folder.resolve("next.json"), text);
        mode("rw-------", next);
        return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void mode(String mode, Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    /** Two looks: one notes the change, the next finds it settled. */
    private static String settled(GrantsFile file) {
        file.checkNow();
        file.checkNow();
        return names(file);
    }

    private static String names(GrantsFile file) {
        return String.join(
                ",", file.current().grants().stream().map(Grant::name).toList());
    }

    @Test
    void a_file_that_is_bad_or_missing_at_the_start_is_refused() throws IOException {
        Path file = folder.resolve("grants.json");
        assertThatExceptionOfType(InvalidGrantsException.class)
                .isThrownBy(() -> GrantsFile.watch(file))
                .withMessage(file + ": the file cannot be read: there is none");
        write(BAD);
        assertThatExceptionOfType(InvalidGrantsException.class)
                .isThrownBy(() -> GrantsFile.watch(file))
                .withMessage(file + ":1:30: /grants/b: missing key `tokens`")
                .satisfies(e -> assertThat(e.problems()).hasSize(1));
        write(of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> GrantsFile.watch(file, Duration.ZERO));
    }

    @Test
    void a_change_is_in_force_when_it_has_settled() throws IOException {
        GrantsFile file = GrantsFile.unwatched(write(of("a")));
        assertThat(names(file)).isEqualTo("a");

        write(of("b"));
        file.checkNow();
        assertThat(names(file)).isEqualTo("a");
        file.checkNow();
        assertThat(names(file)).isEqualTo("b");
        assertThat(file.current()).isSameAs(file.current());
    }

    @Test
    void a_file_that_is_bad_or_gone_leaves_the_running_grants_and_says_so() throws IOException {
        GrantsFile file = GrantsFile.unwatched(write(of("a")));

        write(BAD);
        assertThat(settled(file)).isEqualTo("a");
        assertThat(file.problems()).extracting(PolicyProblem::code).containsExactly("missing-key");
        Files.delete(file.path());
        assertThat(settled(file)).isEqualTo("a");
        assertThat(file.problems()).extracting(PolicyProblem::code).containsExactly("unreadable-file");
        write("");
        assertThat(settled(file)).isEqualTo("a");
        assertThat(file.problems()).extracting(PolicyProblem::code).containsExactly("no-grants");
        write(of("a"));
        assertThat(settled(file)).isEqualTo("a");
        assertThat(file.problems()).isEmpty();
        write("{\"version\":\"1\",\"grants\":{}}");
        assertThat(settled(file)).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void a_file_that_others_may_write_is_refused_until_they_may_not() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        GrantsFile file = GrantsFile.unwatched(write(of("a")));

        Path wide = write(of("b"));
        mode("rw-rw----", wide);
        assertThat(settled(file)).isEqualTo("a");
        assertThat(file.problems()).extracting(PolicyProblem::code).containsExactly("writable-by-others");
        mode("rw-r-----", wide);
        assertThat(settled(file)).isEqualTo("b");
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void a_link_is_followed_to_where_it_leads_now() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path link = folder.resolve("link.json");
        Path first = Files.move(write(of("a")), folder.resolve("first.json"));
        Path second = Files.move(write(of("b")), folder.resolve("second.json"));
        GrantsFile file = GrantsFile.unwatched(Files.createSymbolicLink(link, first));

        Files.delete(link);
        Files.createSymbolicLink(link, second);
        assertThat(settled(file)).isEqualTo("b");
        mode("rw-rw-rw-", second);
        assertThat(settled(file)).isEqualTo("b");
        assertThat(file.problems()).extracting(PolicyProblem::code).containsExactly("writable-by-others");
    }

    @Test
    void the_thread_ends_with_the_file_and_the_last_grants_stay() throws IOException {
        GrantsFile file = GrantsFile.watch(write(of("a")), Duration.ofDays(1));
        file.close();
        write(of("b"));

        assertThat(settled(file)).isEqualTo("a");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("grants-file " + file.path());
    }
}
