package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads a policy without asking for its warnings has them in the log, once; and what a reload changes. */
class WarningsInTheLogTest {
    private static final Logger LOG = Logger.getLogger(PolicyReader.class.getName());
    private static final String WARNED =
            "{version: '1', default: deny, tools: {%s: {limits: [{counter: c, window: day, max: 1, scope: session}]}}}";

    @TempDir
    private Path folder;

    private final List<LogRecord> said = new ArrayList<>();
    private boolean broken;

    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            said.add(line);
            if (broken) {
                throw new IllegalStateException("the disk is full");
            }
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.ALL);
        LOG.setUseParentHandlers(false);
        LOG.addHandler(ear);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(ear);
        LOG.setUseParentHandlers(true);
    }

    private List<String> messages(Level level) {
        return said.stream()
                .filter(line -> line.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void a_warning_that_nobody_asked_for_is_logged_once_for_each_document() {
        String document = String.format(WARNED, "log_once");

        Policy policy = PolicyReader.parse(document, "a.yaml");
        PolicyReader.parse(document, "a.yaml");
        PolicyReader.parse(document, "a.yaml", PolicyFormat.POLICYLAYER);
        assertThat(messages(Level.WARNING)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("the policy `a.yaml` loads, with warnings\na.yaml:1:")
                .contains("clients open sessions at will"));
        assertThat(policy.warnings()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("a.yaml:1:"));

        PolicyReader.parse(document + " ", "a.yaml");
        PolicyReader.parse(document, "b.yaml");
        assertThat(messages(Level.WARNING)).hasSize(3);
    }

    @Test
    void who_asks_for_the_warnings_has_them_and_the_log_stays_silent() {
        CheckedPolicy checked = PolicyReader.check(String.format(WARNED, "asked"), "asked.yaml");

        assertThat(checked.problems()).hasSize(1);
        assertThat(checked.orThrow().warnings()).hasSize(1);
        assertThat(said).isEmpty();
    }

    @Test
    void a_file_that_is_read_or_followed_is_logged() throws IOException {
        Path read = Files.writeString(folder.resolve("read.yaml"), String.format(WARNED, "read"));
        Path followed = Files.writeString(folder.resolve("followed.yaml"), String.format(WARNED, "followed"));

        Policy policy = PolicyReader.read(read);
        PolicyFile file = PolicyFile.unwatched(followed, () -> Instant.EPOCH);

        assertThat(policy.warnings()).hasSize(1);
        assertThat(file.current().warnings()).hasSize(1);
        assertThat(messages(Level.WARNING)).hasSize(2);
    }

    @Test
    void what_is_logged_is_bounded_and_escaped() {
        String tools = IntStream.range(0, 50)
                .mapToObj(i -> "\"bounded\\u202e" + i + "\": {}")
                .collect(Collectors.joining(", "));

        PolicyReader.parse("{\"version\": \"1\", \"default\": \"deny\", \"tools\": {" + tools + "}}", "e\u001b.json");

        String message = messages(Level.WARNING).get(0);
        assertThat(message.lines()).hasSize(22).last().isEqualTo("and 30 more");
        assertThat(message).contains("\\u202E", "e\\u001B.json").doesNotContain("\u202e", "\u001b");
    }

    @Test
    void a_log_that_fails_keeps_no_policy_from_being_read() {
        broken = true;

        assertThatCode(() -> PolicyReader.parse(String.format(WARNED, "broken_log"), "broken.yaml"))
                .doesNotThrowAnyException();
        assertThat(said).hasSize(1);
    }

    @Test
    void a_good_reload_says_what_it_hides_shows_and_changes_and_a_refused_one_why() throws IOException {
        Path path = Files.writeString(
                folder.resolve("p.yaml"),
                "{version: '1', default: deny, hide: ['x_*'], tools: {a: {}, b: {deny_if: [{conditions: []}]}, x_1: {}}}");
        PolicyFile file = PolicyFile.unwatched(path, () -> Instant.EPOCH);
        said.clear();

        String many = IntStream.range(0, 40).mapToObj(i -> "t" + i + ": {}").collect(Collectors.joining(", "));
        Files.writeString(
                path,
                "{version: '1', default: deny, hide: [a], tools: {a: {}, b: {require: [{conditions: "
                        + "[{path: args.n, op: lt, value: 5}]}]}, x_1: {}, " + many + "}}");
        file.checkNow();
        file.checkNow();
        assertThat(messages(Level.INFO)).singleElement().satisfies(message -> assertThat(message.lines())
                .containsExactly(
                        "the policy file `" + path.toAbsolutePath() + "` is in force as revision "
                                + file.current().revision().substring(0, 12),
                        "shows `x_1`, `t0`, `t1`, `t2`, `t3`, `t4`, `t5`, `t6`, `t7`, `t8` and 31 more",
                        "no longer shows `a`",
                        "lists `t0`, `t1`, `t2`, `t3`, `t4`, `t5`, `t6`, `t7`, `t8`, `t9` and 30 more",
                        "hides `a`",
                        "no longer hides `x_*`",
                        "changes the rules of `b` (1)"));

        Files.writeString(path, "{version: '1', default: dney}");
        file.checkNow();
        file.checkNow();
        assertThat(messages(Level.SEVERE)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("the policy file is refused; the running policy stays in force\n")
                .contains("unknown default `dney`"));
    }
}
