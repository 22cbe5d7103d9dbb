package dev.mcppolicy.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.AnswerSchema;
import dev.mcppolicy.cli.CommandRun;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters by command, beside a server that counts. */
class CountersCommandTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-15T12:00:00Z");
    private CounterStore store;
    private PolicyEngine engine;

    @BeforeEach
    void open() {
        store = CounterStores.open(url());
        engine = PolicyEngine.builder(PolicyReader.parse("""
                        version: "1"
                        default: deny
                        tools:
                          refund:
                            rules:
                              - rate_limit: 3/day
                              - spend: { amount: args.amount, daily: 100 }
                        """))
                .store(store)
                .namespace("shops")
                .clock(() -> now)
                .build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String url() {
        return "sqlite:" + folder.resolve("counters.db");
    }

    private CommandRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("counters"));
        all.addAll(List.of(args));
        all.add("--store=" + url());
        return new CommandRun.Folder(folder).run(() -> now, all.toArray(String[]::new));
    }

    private boolean refund(String grant, double amount) {
        ToolCall call = ToolCall.of("refund", Map.of("amount", amount), Caller.ofGrant(grant));
        return engine.guard(call, guarded -> true, denial -> false);
    }

    private static String id(CommandRun listed, String part) {
        return listed.out()
                .lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow()
                .substring(2, 14);
    }

    @Test
    void what_is_used_is_listed_with_whose_and_until_when() {
        assertThat(run("list").out()).startsWith("no window of a counter runs");
        assertThat(refund("north", 2.5)).isTrue();
        assertThat(refund("north", 2.5)).isTrue();

        CommandRun listed = run("list");

        assertThat(listed.code()).isZero();
        assertThat(listed.out().lines()).hasSize(3).first().isEqualTo("shops");
        assertThat(listed.out())
                .contains("refund/")
                .contains("  5 in day until 2026-01-16T00:00:00Z\n")
                .contains("  2 in day");
        assertThat(run("list", "--namespace", "other").out()).startsWith("no window of a counter runs");
        assertThat(run("list", "--format", "json").out())
                .contains("\"namespace\": \"shops\"", "\"used\": 5", "\"until\": \"2026-01-16T00:00:00Z\"");
    }

    @Test
    void what_programs_get_is_as_the_schema_says() {
        CommandRun none = run("list", "--format", "json");
        assertThat(AnswerSchema.errors("counters", none.out()))
                .as(none.toString())
                .isEmpty();
        assertThat(refund("north", 2.5)).isTrue();
        String id = id(run("list"), "  2.5 in day");

        for (List<String> command : List.of(List.of("list"), List.of("reset", id), List.of("reset-clock"))) {
            List<String> all = new ArrayList<>(command);
            all.add("--format=json");
            CommandRun run = run(all.toArray(String[]::new));
            assertThat(run.code()).as(run.toString()).isZero();
            assertThat(AnswerSchema.errors("counters", run.out()))
                    .as(run.toString())
                    .isEmpty();
        }
    }

    @Test
    void a_counter_that_is_set_back_lets_a_running_server_count_from_zero() {
        for (int i = 0; i < 3; i++) {
            assertThat(refund("north", 1)).isTrue();
        }
        assertThat(refund("north", 1)).isFalse();
        CommandRun listed = run("list");
        String calls = id(listed, "rate");

        CommandRun reset = run("reset", calls);

        assertThat(reset.code()).isZero();
        assertThat(reset.out()).startsWith("set back: " + calls).contains("  3 in day");
        // For as long a server knows what it was refused without asking.
        now = now.plusSeconds(1);
        assertThat(refund("north", 1)).isTrue();
        assertThat(id(run("list"), "rate")).isEqualTo(calls);
    }

    @Test
    void an_id_of_no_counter_sets_nothing_back() {
        assertThat(refund("north", 1)).isTrue();
        String before = run("list").out();
        String calls = id(run("list"), "rate");

        CommandRun reset = run("reset", calls, "0123456789ab");

        assertThat(reset)
                .isEqualTo(new CommandRun(
                        2, "", "`0123456789ab` is the id of no counter whose window runs, and nothing was set back\n"));
        assertThat(run("list").out()).isEqualTo(before);
    }

    @Test
    void a_clock_that_jumped_ahead_is_put_right_for_running_servers() {
        for (int i = 0; i < 3; i++) {
            assertThat(refund("north", 1)).isTrue();
        }
        now = now.plus(Duration.ofDays(400));
        assertThat(refund("north", 1)).isTrue();
        now = now.minus(Duration.ofDays(399));
        for (int i = 0; i < 2; i++) {
            assertThat(refund("north", 1)).isTrue();
        }
        assertThat(refund("north", 1))
                .as("the store counts on in the year that never was")
                .isFalse();

        assertThat(run("reset-clock").out()).isEqualTo("the store counts on from 2026-01-16T12:00:00Z\n");
        now = now.plusSeconds(1);

        assertThat(refund("north", 1)).isTrue();
        assertThat(run("list").out()).contains("until 2026-01-17T00:00:00Z");
    }

    @Test
    void a_file_that_was_lost_is_counted_on_in_by_running_servers_when_its_namespace_is_reopened() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(refund("north", 1)).isTrue();
        }
        Files.delete(folder.resolve("counters.db"));
        assertThat(refund("north", 1)).isFalse();
        assertThat(run("list").code()).isEqualTo(2);

        CommandRun reopened = run("reopen", "shops");

        assertThat(reopened).isEqualTo(new CommandRun(0, "counted on from what is there: shops\n", ""));
        assertThat(refund("north", 1)).isTrue();
        assertThat(run("list").out()).contains("  1 in day");
        assertThat(run("reopen", "shops", "--format", "json").out()).contains("\"reopened\": \"shops\"");
        assertThat(refund("north", 1)).isTrue();
    }

    @Test
    void a_store_that_is_not_there_is_not_made() {
        Path none = folder.resolve("none.db");
        for (String url : List.of("sqlite:" + none, "memory:", "mysql://root:secret@host", "counters.db")) {
            for (List<String> command : List.of(List.of("list"), List.of("reopen", "shops"))) {
                List<String> words = new ArrayList<>(List.of("counters"));
                words.addAll(command);
                words.add("--store=" + url);
                CommandRun run = new CommandRun.Folder(folder).run(words.toArray(String[]::new));
                assertThat(run.code()).isEqualTo(2);
                assertThat(run.err()).startsWith("--store: ").doesNotContain("secret", "internal error");
            }
        }
        assertThat(none).doesNotExist();
    }
}
