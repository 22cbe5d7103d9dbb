package dev.mcppolicy.store.sqlite;

import static dev.mcppolicy.store.sqlite.Limits.take;
import static dev.mcppolicy.store.sqlite.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file system of two megabytes that is full. Skipped where this process may mount none. */
@Tag("real")
@Timeout(120)
class FullDiskTest {
    private static final int IN_A_ROW = 5;

    @TempDir
    Path disk;

    private boolean isMounted;

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/mount")));
        isMounted = run("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0;
        Assumptions.assumeTrue(isMounted);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (isMounted) {
            assertThat(run("/bin/umount", disk.toString())).isZero();
        }
    }

    private Path fill() throws IOException {
        Path rest = disk.resolve("rest");
        try (OutputStream out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(new byte[4_096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
            return rest;
        }
    }

    @Test
    void a_disk_that_is_full_denies_and_charges_nothing_and_has_room_again_by_itself() throws IOException {
        try (CounterStore store = SqliteCounterStore.open(disk.resolve("counters.db"))) {
            take(store, "first", 5);
            Path rest = fill();
            List<String> charged = new ArrayList<>();
            List<String> denied = new ArrayList<>();
            for (int i = 0; denied.size() < IN_A_ROW; i++) {
                String name = "counter" + i;
                try {
                    take(store, name, 1);
                    charged.add(name);
                    denied.clear();
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("FULL");
                    denied.add(name);
                }
            }

            Files.delete(rest);

            assertThat(used(store, "first")).isEqualTo(5);
            assertThat(charged).allSatisfy(name -> assertThat(used(store, name)).isEqualTo(1));
            assertThat(denied)
                    .allSatisfy(
                            name -> assertThat(take(store, name, 1).before(0)).isZero());
        }
    }
}
