package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random things are done to random logs, and each is found that is not one of those the chain cannot show. */
class TamperedLogTest {
    private static final int TAMPERINGS = 250;
    private static final List<Tampering> KINDS = List.of(Tampering.values());

    @TempDir
    Path folder;

    @Test
    void whatever_is_done_to_a_log_is_found_but_for_its_end_without_an_anchor() throws IOException {
        assertThat(tamper(40)).containsOnlyKeys(Tampering.values());
    }

    @Test
    @Tag("long")
    void a_hundred_thousand_tamperings_are_found_but_for_those_of_the_end() throws IOException {
        assertThat(tamper(400)).containsOnlyKeys(Tampering.values());
    }

    /** Puts so many logs to 250 tamperings each, and counts those that were found by the chain alone. */
    private Map<Tampering, Integer> tamper(int logs) throws IOException {
        Random random = new Random(20_260_115);
        Map<Tampering, Integer> found = new TreeMap<>();
        for (int i = 0; i < logs; i++) {
            WrittenLog log = WrittenLog.random(folder.resolve("log-" + i), random);
            WrittenLog other = WrittenLog.random(folder.resolve("other-" + i), random);
            assertThat(log.verified().problems()).isEmpty();
            for (int j = 0; j < TAMPERINGS; j++) {
                Tampering tampering = KINDS.get(random.nextInt(KINDS.size()));
                Map<String, byte[]> files = new TreeMap<>(log.files());
                for (int times = 1 + random.nextInt(2); times > 0; times--) {
                    tampering.change(files, other.files(), random);
                }
                log.replace(files);
                String what = "log %d, tampering %d: %s of %s".formatted(i, j, tampering, files.keySet());
                boolean intact = log.verified().isIntact();
                if (intact) {
                    // All files of another log are a log that was written anew.
                    assertThat(log.canBeTakenFor(files) || other.canBeTakenFor(files))
                            .as(what)
                            .isTrue();
                } else {
                    found.merge(tampering, 1, Integer::sum);
                }
                boolean anchored = log.verified(log.end()).isIntact();
                assertThat(anchored).as(what + ", anchored").isEqualTo(intact && log.holdsAllOf(files));
            }
            log.replace(log.files());
        }

        return found;
    }

    @Test
    void whole_files_taken_away_are_found_unless_that_is_said() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            WrittenLog log = WrittenLog.random(folder.resolve("log-" + i), random);
            TreeMap<String, byte[]> files = new TreeMap<>(log.files());
            long begins = 1;
            while (files.size() > 1) {
                begins += new String(files.remove(log.oldest(files)), StandardCharsets.US_ASCII)
                        .lines()
                        .count();
                log.replace(files);
                assertThat(log.verified(log.end()).isIntact()).isFalse();
                assertThat(AuditVerifier.verifyFrom(log.path(), begins, log.end())
                                .problems())
                        .isEmpty();
                assertThat(log.verified(log.end(), log.anchorOf(begins - 1)).problems())
                        .isEmpty();
                assertThat(AuditVerifier.verifyFrom(log.path(), begins + 1).isIntact())
                        .isFalse();
                assertThat(log.verified(log.anchorOf(Math.max(1, begins - 2))).isIntact())
                        .isEqualTo(false);
            }
            Files.delete(log.path());
            assertThat(log.verified().isIntact()).isFalse();
        }
    }
}
