package dev.mcppolicy.format.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are no policies are read as strictly as policies are. */
class DataDocumentTest {

    @Test
    void a_document_is_read_with_the_place_of_every_value() {
        DataDocument document = DataDocument.parse("steps:\n  - { at: \"noon\" }\n", "t.yaml");

        assertThat(document.problems()).isEmpty();
        assertThat(document.value()).isEqualTo(Map.of("steps", List.of(Map.of("at", "noon"))));
        assertThat(document.location("/steps/0/at")).contains(new Location(2, 11));
    }

    @Test
    void a_document_with_an_error_has_no_value() {
        DataDocument document = DataDocument.parse("a: 010\n", "t.yaml");

        assertThat(document.value()).isNull();
        assertThat(document.problems())
                .singleElement()
                .returns("/a", PolicyProblem::pointer)
                .returns(Severity.ERROR, PolicyProblem::severity);
    }

    @Test
    void a_file_that_cannot_be_read_is_a_problem() {
        assertThat(DataDocument.read(Path.of("no such file.yaml")).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("unreadable-file");
    }

    @Test
    void a_file_that_is_not_utf_8_is_a_problem(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("t.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE0});

        assertThat(DataDocument.read(file).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("not-utf-8");
    }

    @Test
    void a_file_that_is_too_large_is_a_problem(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("t.yaml"), new byte[5 * 1024 * 1024 + 1]);

        assertThat(DataDocument.read(file).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("too-large");
    }
}
