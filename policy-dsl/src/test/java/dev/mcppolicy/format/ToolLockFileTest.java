package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.lock.LockDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a server in a file: accepted by a person's hand while the server runs, and never lost to a bad file. */
class ToolLockFileTest {
    private static final ToolLock OLD = lock("Reads.");
    private static final ToolLock NEW = lock("Reads much.");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("tools.lock.json");
        LockDocument.write(file, Map.of("shop", OLD, "bank", NEW));
    }

    private static ToolLock lock(String description) {
        return ToolLock.of(
                ServerTools.of(List.of(ToolDefinition.of(Map.of("name", "read", "description", description)))));
    }

    private static void look(ToolLockFile locks) {
        locks.checkNow();
        locks.checkNow();
    }

    @Test
    void each_server_has_its_own_lock() {
        assertThat(ToolLockFile.read(file, "shop")).isEqualTo(OLD);
        assertThat(ToolLockFile.read(file, "bank")).isEqualTo(NEW);
        assertThatThrownBy(() -> ToolLockFile.read(file, "shoq"))
                .isInstanceOf(InvalidLockException.class)
                .hasMessageEndingWith("there is no lock of a server `shoq` (there is `bank`, `shop`)");
    }

    @Test
    void what_is_accepted_in_the_file_is_in_force_and_the_same_lock_stays_the_same_object() throws IOException {
        ToolLockFile locks = ToolLockFile.unwatched(file, "shop");
        ToolLock before = locks.current();
        look(locks);
        assertThat(locks.current()).isSameAs(before).isEqualTo(OLD);

        LockDocument.write(file, Map.of("shop", NEW));
        look(locks);

        assertThat(locks.current()).isEqualTo(NEW);
        assertThat(locks.problems()).isEmpty();
    }

    @Test
    void a_file_that_is_bad_edited_gone_or_without_the_server_leaves_the_running_lock() throws IOException {
        ToolLockFile locks = ToolLockFile.unwatched(file, "shop");
        String good = Files.readString(file);
        for (String bad : List.of("{", "", good.replace("Reads.", "Writes."), good.replace("\"shop\"", "\"shoq\""))) {
            Files.writeString(file, bad);
            look(locks);
            assertThat(locks.current()).isEqualTo(OLD);
            assertThat(locks.problems()).isNotEmpty();
        }
        Files.delete(file);
        look(locks);
        assertThat(locks.current()).isEqualTo(OLD);
        assertThat(locks.problems())
                .extracting(PolicyProblem::message)
                .containsExactly("the file cannot be read: there is none");

        LockDocument.write(file, Map.of("shop", NEW));
        look(locks);
        assertThat(locks.current()).isEqualTo(NEW);
        assertThat(locks.problems()).isEmpty();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void a_watched_file_is_followed_until_it_is_closed() throws Exception {
        try (ToolLockFile locks = ToolLockFile.watch(file, "shop")) {
            LockDocument.write(file, Map.of("shop", NEW));
            while (!locks.current().equals(NEW)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}
