package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.data.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file appears whole, and what somebody else wrote is not lost. */
class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void a_file_that_is_there_is_not_written_over() throws IOException {
        Path file = folder.resolve("deep/file");
        WholeFile.create(file, "first");

        assertThatThrownBy(() -> WholeFile.create(file, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("first");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_file_that_has_changed_meanwhile_is_not_replaced() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "theirs");

        assertThat(WholeFile.replace(file, "mine", "next")).isFalse();
        assertThat(file).hasContent("theirs");
        assertThat(WholeFile.replace(file, "theirs", "next")).isTrue();
        assertThat(file).hasContent("next");
    }
}
