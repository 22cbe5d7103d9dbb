package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.allLines;
import static dev.mcppolicy.audit.Audited.call;
import static dev.mcppolicy.audit.Audited.cutStop;
import static dev.mcppolicy.audit.Audited.decide;
import static dev.mcppolicy.audit.Audited.lines;
import static dev.mcppolicy.audit.Audited.linesOfAll;
import static dev.mcppolicy.audit.Audited.required;
import static dev.mcppolicy.audit.Audited.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log writes, and that it writes all of it. */
class AuditLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("audit.jsonl");
    }

    private AuditReport verified(AuditAnchor... anchors) throws Exception {
        return AuditVerifier.verify(file, anchors);
    }

    @Test
    void a_decision_and_its_outcome_are_two_lines_with_one_id() {
        ToolCall call = call(Map.of("amount", 5, "to", "bob"));
        Decision.Allow allow;
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            allow = (Decision.Allow) engine.decide(call);
            engine.finish(call, allow, ToolOutcome.RETURNED);
        }

        String revision = Audited.POLICY.revision();
        assertThat(lines(file)).hasSize(2);
        assertThat(lines(file).get(0).replaceAll("\"latency_nanos\":\\d+", "\"latency_nanos\":1"))
                .endsWith(",\"at\":\"2026-01-15T12:00:00.000Z\","
                        + "\"argument_names\":" + names(call) + ",\"arguments_sha256\":\""
                        + CanonicalJson.sha256(Map.of("amount", 5, "to", "bob"))
                        + "\",\"caller\":{\"grant\":\"agent\"},"
                        + "\"charges\":[{\"after\":1,\"before\":0,\"counter\":\"payments\",\"max\":1000000,\"scope\":\"grant\","
                        + "\"tool\":\"pay\",\"window\":\"day\"}],\"decision\":\"allow\",\"id\":\"" + allow.id()
                        + "\",\"kind\":\"decision\",\"latency_nanos\":1,\"revision\":\"" + revision
                        + "\",\"tool\":\"pay\"}");
        assertThat(lines(file).get(1))
                .endsWith(",\"at\":\"2026-01-15T12:00:00.000Z\",\"charges\":[{\"counter\":\"payments\",\"reserved\":1,"
                        + "\"scope\":\"grant\",\"settled\":1,\"tool\":\"pay\",\"window\":\"day\"}],\"id\":\""
                        + allow.id()
                        + "\",\"kind\":\"outcome\",\"outcome\":\"returned\",\"revision\":\"" + revision
                        + "\",\"tool\":\"pay\"}");
    }

    @Test
    void what_shadow_mode_would_have_decided_stands_on_the_line_of_the_decision() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = PolicyEngine.builder(Audited.POLICY)
                    .clock(() -> Instant.parse("2026-01-15T12:00:00Z"))
                    .requiredListener(log)
                    .mode(Mode.SHADOW)
                    .build();
            assertThat(engine.decide(call(Map.of("secret", "do not write me")))).isInstanceOf(Decision.Allow.class);
            assertThat(engine.decide(ToolCall.of("hidden", null))).isInstanceOf(Decision.Allow.class);
        }

        String revision = Audited.POLICY.revision();
        assertThat(lines(file)).hasSize(2);
        assertThat(lines(file).get(0))
                .contains(
                        "\"charges\":[],\"decision\":\"allow\"",
                        "\"shadow\":[{\"charges\":[{\"after\":1,\"before\":0,\"counter\":\"payments\",\"max\":1000000,"
                                + "\"scope\":\"grant\",\"tool\":\"pay\",\"window\":\"day\"}],"
                                + "\"decision\":\"allow\",\"differs\":false,\"revision\":\"" + revision
                                + "\",\"view\":\"(policy)\"}]")
                .doesNotContain("do not write me");
        assertThat(lines(file).get(1))
                .contains("\"shadow\":[{\"charges\":[],\"code\":\"HIDDEN\",\"decision\":\"deny\","
                        + "\"differs\":true,\"revision\":\"" + revision + "\",\"rule\":\"(hidden)\","
                        + "\"rule_name\":\"(hidden)\",\"view\":\"(policy)\"}]");
        assertThat(verified().problems()).isEmpty();
    }

    @Test
    void how_long_a_limit_refuses_or_would_have_refused_stands_on_the_line() {
        for (Mode mode : Mode.values()) {
            try (AuditLog log = AuditLog.jsonl(file).open()) {
                PolicyEngine engine = PolicyEngine.builder(Audited.limited(1))
                        .clock(() -> Instant.parse("2026-01-15T23:59:50Z"))
                        .requiredListener(log)
                        .mode(mode)
                        .build();
                decide(engine, 1);
                assertThat(engine.decide(call(Map.of())) instanceof Decision.Allow)
                        .isEqualTo(mode == Mode.SHADOW);
            }
        }

        String refused = "\"code\":\"LIMIT_EXCEEDED\",\"decision\":\"deny\",";
        assertThat(lines(file)).hasSize(4);
        assertThat(lines(file).get(1))
                .contains(refused)
                .contains("\"max\":1,")
                .contains("\"retry_after_millis\":10000,");
        assertThat(lines(file).get(3)).contains(refused + "\"differs\":true,\"max\":1,\"retry_after_millis\":10000,");
    }

    @Test
    void a_question_and_what_came_of_it_are_two_lines_that_name_each_other() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            Decision.ApprovalRequired asked =
                    (Decision.ApprovalRequired) engine.decide(ToolCall.of("ask", Map.of(), Audited.AGENT));
            assertThat(engine.decline(asked)).isInstanceOf(Decision.Deny.class);

            assertThat(lines(file)).hasSize(2);
            assertThat(lines(file).get(0))
                    .contains("\"decision\":\"approval_required\",\"expires_at\":\"2026-01-15T12:05:00.000Z\"")
                    .contains("\"id\":\"" + asked.id() + "\"")
                    .contains("\"rule\":\"/tools/ask/approval/0\",\"rule_name\":\"a question\"");
            assertThat(lines(file).get(1))
                    .contains("\"answers\":\"" + asked.id() + "\"")
                    .contains("\"code\":\"APPROVAL_DECLINED\",\"decision\":\"deny\"");
        }
    }

    @Test
    void who_answered_and_how_stands_on_the_line_and_not_in_what_the_caller_hears() {
        Instant at = Instant.parse("2026-01-15T12:01:00Z");
        List<String> heard = new ArrayList<>();
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            for (ApprovalAnswer answer : List.of(
                    ApprovalAnswer.APPROVED.by("bob").at(at).withNote("known\ncustomer" + "!".repeat(300)),
                    ApprovalAnswer.DECLINED.by("carol"),
                    ApprovalAnswer.APPROVED.through(AnswerWay.OPERATOR))) {
                ToolCall ask = ToolCall.of("ask", Map.of("n", heard.size()), Audited.AGENT);
                heard.add(engine.guard(ask, allowed -> "ran", Denial::text, Approver.byCallback(request -> answer)));
            }
            ToolCall ask = ToolCall.of("ask", Map.of(), Audited.AGENT);
            heard.add(engine.guardAsync(ask, allowed -> CompletableFuture.completedStage("ran"), Denial::text)
                    .join());
        }

        List<String> answers = lines(file).stream()
                .filter(line -> line.contains("\"answer\":"))
                .map(line -> line.substring(line.indexOf("\"answer"), line.indexOf(",\"answers\":")))
                .toList();
        assertThat(answers)
                .containsExactly(
                        "\"answer\":{\"at\":\"2026-01-15T12:01:00.000Z\",\"by\":\"bob\",\"note\":\"known\\ncustomer"
                                + "!".repeat(242) + "\",\"way\":\"callback\"}",
                        "\"answer\":{\"by\":\"carol\",\"way\":\"callback\"}",
                        "\"answer\":{\"way\":\"operator\"}");
        assertThat(heard).hasSize(4).noneMatch(text -> text.contains("bob") || text.contains("carol"));
    }

    @Test
    void every_identity_of_a_caller_stands_on_the_line() {
        Caller caller = Caller.ofGrant("g").withPrincipal("p").withSession("s").withClient("c");
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            assertThat(required(log).decide(ToolCall.of("free", null, caller))).isInstanceOf(Decision.Allow.class);
        }

        assertThat(lines(file))
                .singleElement()
                .asString()
                .contains("\"caller\":{\"client\":\"c\",\"grant\":\"g\",\"principal\":\"p\",\"session\":\"s\"}");
    }

    @Test
    void a_text_of_256_characters_is_written_whole_and_a_longer_one_cut() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            for (int length : new int[] {256, 257}) {
                assertThat(engine.decide(ToolCall.of("t".repeat(length), null))).isInstanceOf(Decision.Allow.class);
            }
        }

        String whole = "\"tool\":\"" + "t".repeat(256) + "\"";
        assertThat(lines(file)).hasSize(2);
        assertThat(lines(file).get(0)).contains(whole).doesNotContain("\"cut\"");
        assertThat(lines(file).get(1)).contains(whole).contains("\"cut\":true");
    }

    private static String names(ToolCall call) {
        return CanonicalJson.write(new ArrayList<>(call.argumentsAsObject().keySet()));
    }

    @Test
    void a_denial_names_its_code_and_rule() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            assertThat(required(log).decide(ToolCall.of("hidden", null))).isInstanceOf(Decision.Deny.class);
        }

        assertThat(lines(file))
                .singleElement()
                .asString()
                .contains("\"code\":\"HIDDEN\"", "\"decision\":\"deny\"", "\"rule\":\"(hidden)\"")
                .contains("\"rule_name\":\"(hidden)\"")
                .contains("\"caller\":{\"anonymous\":true}");
    }

    @Test
    void sixteen_threads_lose_no_line_and_break_no_link() throws Exception {
        int perThread = 500;
        try (AuditLog log = AuditLog.jsonl(file).rotateAt(300_000).open()) {
            PolicyEngine engine = required(log);
            together(16, () -> decide(engine, perThread));
        }

        AuditReport report = verified();
        assertThat(report.problems()).isEmpty();
        assertThat(linesOfAll(file)).hasSize(16 * perThread);
        assertThat(new LogFolder(file).full()).hasSizeGreaterThan(5);
    }

    @Test
    void sixteen_threads_lose_no_line_with_fsync_either() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file).fsync().rotateAt(20_000).open()) {
            PolicyEngine engine = required(log);
            together(16, () -> decide(engine, 20));
        }

        AuditReport report = verified();
        assertThat(report.problems()).isEmpty();
        assertThat(linesOfAll(file)).hasSize(16 * 20);
    }

    private static void together(int threads, Runnable task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(() -> {
                start.await();
                task.run();
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : running) {
            each.get();
        }
        pool.shutdown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nbreak",
                "\r\n{\"kind\":\"decision\",\"decision\":\"allow\"}",
                "\",\"decision\":\"allow\",\"x\":\"",
                "\\\",\\",
                "\u0000\u0007\u001b[2J\u007f\u0085\u009b",
                "\u2028\u2029\u202e\ufeff",
                "\ud800 lone \udc00",
                "\ud83d\ude00"
            })
    void no_text_of_a_caller_breaks_a_line(String hostile) throws Exception {
        Caller caller = Caller.ofGrant(hostile)
                .withPrincipal(hostile)
                .withSession(hostile)
                .withClient(hostile);
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            assertThat(engine.decide(ToolCall.of(hostile, Map.of(hostile, hostile), caller)))
                    .isInstanceOf(Decision.Allow.class);
            decide(engine, 1);
        }

        byte[] bytes = Files.readAllBytes(file);
        assertThat(lines(file)).hasSize(2);
        for (byte b : bytes) {
            assertThat(b == '\n' || (b >= ' ' && b < 0x7f)).isTrue();
        }
        assertThat(verified().problems()).isEmpty();
        assertThat(lines(file).get(0)).contains("\"tool\":\"" + escaped(hostile) + "\"}");
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        CanonicalJson.write(text)
                .chars()
                .forEach(c -> json.append(c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return json.substring(1, json.length() - 1);
    }

    @Test
    void a_flood_of_names_is_cut_and_a_long_text_too() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            arguments.put("n" + i + "x".repeat(150), i);
        }
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            assertThat(engine.decide(call(arguments))).isInstanceOf(Decision.Allow.class);
            assertThat(engine.decide(ToolCall.of("t".repeat(ToolCall.LONGEST_TOOL), null)))
                    .isInstanceOf(Decision.Allow.class);
            assertThat(engine.decide(ToolCall.of("t".repeat(100_000), null))).isInstanceOf(Decision.Deny.class);
        }

        assertThat(lines(file))
                .allSatisfy(line -> assertThat(line).contains("\"cut\":true").hasSizeLessThan(20_000));
    }

    @Test
    void arguments_that_are_no_json_are_written_down_as_invalid() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        cycle.add(cycle);
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            assertThat(required(log).decide(call(Map.of("c", cycle)))).isInstanceOf(Decision.Deny.class);
        }

        assertThat(lines(file))
                .singleElement()
                .asString()
                .contains("\"arguments\":\"invalid\"", "\"code\":\"INVALID_ARGUMENTS\"")
                .doesNotContain("argument_names");
    }

    /** Nothing is left of what could not be copied, so it looked like a call without arguments. */
    @Test
    void arguments_that_were_dropped_are_written_down_as_invalid() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        List<Object> hostile =
                List.of(Map.of("c", cycle), Map.of("x", "x".repeat(2_000_000)), Map.of("o", new Object()));
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            for (Object arguments : hostile) {
                assertThat(engine.decide(call(arguments).frozen(JsonLimits.DEFAULT)))
                        .isInstanceOf(Decision.Deny.class);
            }
        }

        assertInvalid(hostile.size());
    }

    @Test
    void arguments_that_are_no_object_are_written_down_as_invalid() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = required(log);
            assertThat(engine.decide(call("abc"))).isInstanceOf(Decision.Deny.class);
            assertThat(engine.decide(call(List.of()).frozen(JsonLimits.DEFAULT)))
                    .isInstanceOf(Decision.Deny.class);
        }

        assertInvalid(2);
    }

    private void assertInvalid(int times) {
        assertThat(lines(file)).hasSize(times).allSatisfy(line -> assertThat(line)
                .contains("\"arguments\":\"invalid\"", "\"code\":\"INVALID_ARGUMENTS\"")
                .doesNotContain("argument_names", "arguments_sha256"));
    }

    @Test
    void with_a_key_the_hash_of_arguments_is_of_no_use_to_those_without() {
        byte[] key = new byte[32];
        try (AuditLog log = AuditLog.jsonl(file).argumentsKey(key).open()) {
            Arrays.fill(key, (byte) 1);
            decide(required(log), 1);
        }

        assertThat(lines(file))
                .singleElement()
                .asString()
                .doesNotContain(CanonicalJson.sha256(Map.of("n", 0)))
                // HMAC-SHA-256 of {"n":0} by 32 zero bytes
                .contains("\"arguments_hmac_sha256\":\"" + HMAC_OF_N_0 + "\"");
    }

    private static final String HMAC_OF_N_0 = "f8198f9914411fdb03ab9eaa84d65409c7fc377c8b65eeb3f43398a7bc26ba84";

    @Test
    void redacted_fields_hold_nothing_of_the_caller() {
        Caller caller = Caller.ofGrant("secret-grant")
                .withPrincipal("secret-principal")
                .withSession("secret-session")
                .withClient("secret-client");
        try (AuditLog log = AuditLog.jsonl(file).redact(AuditField.values()).open()) {
            assertThat(required(log).decide(ToolCall.of("pay", Map.of("secret-name", 1), caller)))
                    .isInstanceOf(Decision.Allow.class);
        }

        assertThat(lines(file))
                .singleElement()
                .asString()
                .doesNotContain("secret", CanonicalJson.sha256(Map.of("secret-name", 1)))
                .contains("\"principal\":\"(redacted)\"", "\"arguments_sha256\":\"(redacted)\"");
    }

    @Test
    void a_redacted_argument_plays_no_part_in_the_hash() {
        try (AuditLog log = AuditLog.jsonl(file).redactArguments("pin").open()) {
            assertThat(required(log).decide(call(Map.of("pin", 1234)))).isInstanceOf(Decision.Allow.class);
            assertThat(required(log).decide(call(Map.of("pin", 4321)))).isInstanceOf(Decision.Allow.class);
        }

        String hash = CanonicalJson.sha256(Map.of("pin", "(redacted)"));
        assertThat(lines(file)).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("\"argument_names\":[\"pin\"],\"arguments_sha256\":\"" + hash + "\""));
    }

    @Test
    void each_day_has_a_file_of_its_own_and_a_clock_that_steps_back_begins_none() throws Exception {
        Instant[] now = {Instant.parse("2026-01-15T23:59:59.999Z")};
        try (AuditLog log = AuditLog.jsonl(file).rotateDaily().open()) {
            PolicyEngine engine = required(log, () -> now[0]);
            decide(engine, 2);
            now[0] = Instant.parse("2026-01-16T00:00:00Z");
            decide(engine, 1);
            now[0] = Instant.parse("2026-01-15T23:00:00Z");
            decide(engine, 1);
        }
        now[0] = Instant.parse("2026-01-16T12:00:00Z");
        try (AuditLog log = AuditLog.jsonl(file).rotateDaily().open()) {
            decide(required(log, () -> now[0]), 1);
        }

        assertThat(lines(folder.resolve("audit.jsonl.00000001"))).hasSize(2);
        assertThat(lines(file)).hasSize(3);
        assertThat(verified().problems()).isEmpty();
    }

    /** The last line does not tell the latest day, as a clock may step back. */
    @Test
    void a_daily_log_that_is_opened_again_knows_the_latest_day_of_its_file() {
        List<String> days = List.of("2026-01-15", "2026-01-17", "2026-01-16");
        Instant closed = Instant.parse("2026-01-16T12:00:00Z");
        try (AuditLog log = AuditLog.jsonl(file).clock(() -> closed).open()) {
            days.forEach(day -> decide(required(log, () -> Instant.parse(day + "T12:00:00Z")), 1));
        }
        for (String day : List.of("2026-01-17", "2026-01-18")) {
            try (AuditLog log =
                    AuditLog.jsonl(file).rotateDaily().clock(() -> closed).open()) {
                decide(required(log, () -> Instant.parse(day + "T12:00:00Z")), 1);
            }
        }

        assertThat(lines(folder.resolve("audit.jsonl.00000001"))).hasSize(4);
        assertThat(lines(file)).hasSize(1);
    }

    @Test
    void a_key_has_at_least_sixteen_bytes_and_anchors_are_a_line_apart_at_the_least() {
        AuditLogBuilder builder = AuditLog.jsonl(file);
        assertThatThrownBy(() -> builder.argumentsKey(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key must have at least 16 bytes, not 15");
        assertThatThrownBy(() -> builder.anchor(0, anchor -> {})).isInstanceOf(IllegalArgumentException.class);

        List<AuditAnchor> anchors = new ArrayList<>();
        try (AuditLog log =
                builder.argumentsKey(new byte[16]).anchor(1, anchors::add).open()) {
            write(log, 2);
        }
        assertThat(anchors).extracting(AuditAnchor::sequence).startsWith(2L, 3L, 4L);
    }

    @Test
    void a_log_that_is_opened_again_goes_on() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (AuditLog log = AuditLog.jsonl(file).rotateAt(1_000).open()) {
                decide(required(log), 3);
            }
        }

        assertThat(linesOfAll(file)).hasSize(9);
        assertThat(verified().firstSequence()).isOne();
        assertThat(verified().problems()).isEmpty();
    }

    @Test
    void a_log_goes_on_after_a_crash_between_two_files() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 3);
        }
        Files.move(file, folder.resolve("audit.jsonl.00000001"));
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 1);
        }

        assertThat(verified().problems()).isEmpty();
        assertThat(linesOfAll(file)).hasSize(4);
    }

    @Test
    void a_torn_tail_is_cut_off_with_a_line_that_says_so() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 2);
        }
        cutStop(file);
        List<String> whole = allLines(file);
        Files.writeString(
                file,
                String.join("\n", whole.subList(0, whole.size() - 1))
                        + "\n"
                        + whole.get(whole.size() - 1).substring(0, 57));
        assertThat(verified()).returns(57L, AuditReport::tornBytes).returns(true, AuditReport::isIntact);

        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 1);
        }

        assertThat(verified().problems()).isEmpty();
        assertThat(lines(file)).hasSize(3);
        assertThat(lines(file).get(1)).contains("\"dropped_bytes\":57,\"kind\":\"torn_tail\"");
    }

    @Test
    void a_log_is_open_once_at_a_time() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            assertThat(log.anchor().sequence()).isZero();
            assertThatThrownBy(() -> AuditLog.jsonl(file).open())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the audit log `" + file + "` is open already in this process");
        }
    }

    @Test
    void a_closed_log_denies() {
        AuditLog log = AuditLog.jsonl(file).open();
        log.close();
        log.close();

        Decision decision = CompletableFuture.supplyAsync(() -> required(log).decide(call(Map.of())))
                .join();

        assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> assertThat(
                        deny.denial().code())
                .isEqualTo(DenialCode.INTERNAL_ERROR));
    }

    @Test
    void an_interrupted_thread_leaves_the_log_open() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file).fsync().rotateAt(1_000).open()) {
            PolicyEngine engine = required(log);
            // All classes are loaded by now: an agent that watches classes being loaded may clear the interrupt.
            decide(engine, 10);
            Thread.currentThread().interrupt();
            decide(engine, 10);
            assertThat(Thread.interrupted()).isTrue();
            decide(engine, 1);
        }

        assertThat(linesOfAll(file)).hasSize(21);
    }

    @Test
    void whoever_asks_for_the_last_line_keeps_nobody_from_writing() {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            assertThat(log.anchor().sequence()).isZero();

            CompletableFuture.runAsync(() -> write(log, 1)).join();

            assertThat(log.anchor().sequence()).isEqualTo(2);
        }
    }

    @Test
    void a_log_that_could_not_be_opened_can_be_once_it_is_put_right() throws Exception {
        Files.writeString(file, "no line of a log\n");
        assertThatThrownBy(() -> AuditLog.jsonl(file).open()).hasMessageContaining("is damaged before its end");

        Files.delete(file);
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 1);
        }
        assertThat(verified().problems()).isEmpty();
    }

    @Test
    void files_beside_the_log_whose_ends_are_no_numbers_are_none_of_its_own() throws Exception {
        for (String end : List.of(".backup01", ".0000000x", ".0000001", ".000000001", ".+0000001")) {
            Files.writeString(folder.resolve("audit.jsonl" + end), "something else");
        }
        try (AuditLog log = AuditLog.jsonl(file).rotateAt(1).open()) {
            decide(required(log), 3);
        }

        assertThat(verified().problems()).isEmpty();
        assertThat(linesOfAll(file)).hasSize(3);
    }

    @Test
    void a_keeper_of_anchors_that_fails_keeps_nothing_from_being_written() throws Exception {
        try (AuditLog log = AuditLog.jsonl(file)
                .anchor(1, anchor -> {
                    throw new IllegalStateException("the keeper is broken at " + anchor.sequence());
                })
                .open()) {
            decide(required(log), 2);
        }

        assertThat(linesOfAll(file)).hasSize(2);
    }

    @Test
    void anchors_are_kept_every_so_many_lines_and_at_the_end() throws Exception {
        List<AuditAnchor> kept = new ArrayList<>();
        try (AuditLog log = AuditLog.jsonl(file).anchor(4, kept::add).open()) {
            write(log, 10);
        }

        assertThat(kept).extracting(AuditAnchor::sequence).startsWith(4L, 8L, 12L);
        assertThat(verified(kept.toArray(AuditAnchor[]::new)).problems()).isEmpty();
    }
}
