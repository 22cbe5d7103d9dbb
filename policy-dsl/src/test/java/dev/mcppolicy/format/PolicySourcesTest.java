package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcppolicy.format.problem.PolicyProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies from streams and URLs: as strict as from files, and closed by whom the contract names. */
class PolicySourcesTest {
    private static final String POLICY = "version: \"1\"\ndefault: deny\ntools: {a: {}}\n";

    @TempDir
    Path path;

    @Test
    void a_stream_is_read_to_its_end_and_left_open() throws IOException {
        Watched in = new Watched(POLICY.getBytes(StandardCharsets.UTF_8));

        assertThat(PolicyReader.read(in, "stream").tools()).containsOnlyKeys("a");
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.closed).isFalse();
    }

    @Test
    void problems_of_a_stream_have_its_name_and_their_places() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicyReader.read(stream("default: deny\ntols: {}\n"), "config/p.yaml"))
                .withMessageContaining("config/p.yaml:2:1");
        assertThat(PolicyReader.check(new ByteArrayInputStream(new byte[] {(byte) 0xC3, 0x28}), "s")
                        .problems())
                .singleElement()
                .returns("not-utf-8", PolicyProblem::code);
    }

    @Test
    void an_endless_stream_is_read_no_further_than_a_document_may_be_long() {
        long[] taken = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                taken[0]++;
                return ' ';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                taken[0] += length;
                Arrays.fill(into, from, from + length, (byte) ' ');
                return length;
            }
        };

        assertThat(PolicyReader.check(endless, "endless").problems())
                .singleElement()
                .returns("too-large", PolicyProblem::code);
        assertThat(taken[0]).isLessThan(6 << 20);
    }

    @Test
    void a_stream_that_fails_is_a_problem_and_no_exception_of_its_own() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone\u009b2J");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("gone\u009b2J");
            }
        };

        assertThat(PolicyReader.check(broken, "broken").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("gone\\u009B2J"));
    }

    @Test
    void a_url_leads_to_a_file_or_into_a_jar_which_can_change() throws IOException {
        Path file = Files.writeString(path.resolve("p.yaml"), POLICY);
        assertThat(PolicyReader.read(file.toUri().toURL()).tools()).containsOnlyKeys("a");

        Path jar = path.resolve("p.jar");
        URL inJar = new URL("jar:" + jar.toUri() + "!/p.yaml");
        write(jar, POLICY);
        assertThat(PolicyReader.read(inJar).tools()).containsOnlyKeys("a");
        write(jar, POLICY.replace("{a:", "{bb:"));
        assertThat(PolicyReader.read(inJar).tools()).containsOnlyKeys("bb");
    }

    @Test
    void a_url_that_leads_nowhere_is_a_problem() throws IOException {
        URL nowhere = path.resolve("none.yaml").toUri().toURL();

        assertThat(PolicyReader.check(nowhere).problems())
                .singleElement()
                .returns("unreadable-file", PolicyProblem::code)
                .returns(nowhere.toString(), PolicyProblem::file);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path jar, String text) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("p.yaml"));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Watched extends ByteArrayInputStream {
        private boolean closed;

        Watched(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
