package dev.mcppolicy.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.cli.AnswerSchema;
import dev.mcppolicy.cli.CommandRun;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Approvals by command, beside a server that asks. */
@Timeout(60)
class ApprovalsCommandTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-15T12:00:00Z");
    private ApprovalQueue server;

    @BeforeEach
    void open() {
        server = ApprovalQueues.open(url(), () -> now);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String url() {
        return "sqlite:" + folder.resolve("approvals.db");
    }

    private CommandRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("approvals"));
        all.addAll(List.of(args));
        all.add("--queue=" + url());
        return new CommandRun.Folder(folder).run(() -> now, all.toArray(String[]::new));
    }

    private CompletableFuture<ApprovalAnswer> ask(String id, Map<String, ?> arguments) {
        CompletableFuture<ApprovalAnswer> asked = server.ask(new ApprovalRequest(
                        id,
                        ToolCall.of("refund", arguments, Caller.ofGrant("shop").withSession("s1")),
                        List.of(new AskingRule(
                                RuleId.pointer("/tools/refund/approvals/0"), "large refunds", "Over 4.")),
                        "0123",
                        now.plusSeconds(90)))
                .toCompletableFuture();
        assertThat(server.list()).extracting(ApprovalRequest::id).contains(id);
        return asked;
    }

    private static ApprovalAnswer answer(CompletableFuture<ApprovalAnswer> asked) {
        return asked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void what_waits_is_listed_and_shown_and_what_is_redacted_is_not() {
        assertThat(run("list")).isEqualTo(new CommandRun(0, "no call waits\n", ""));
        CompletableFuture<ApprovalAnswer> unused = ask("a-1", Map.of("amount", 5, "card", Map.of("number", "4111")));
        now = now.plusSeconds(20);

        assertThat(run("list", "--redact", "number").out()).isEqualTo("""
                        a-1  refund  by grant shop, session s1  1m 10s left
                          asked by large refunds
                          {"amount":5,"card":{"number":"(redacted)"}}
                        """);
        assertThat(run("show", "a-1", "--redact", "card").out()).isEqualTo("""
                        a-1  refund  by grant shop, session s1  1m 10s left
                        Revision: 0123
                        Over 4.
                        Tool: refund
                        Rule: large refunds
                        Arguments: {"amount":5,"card":"(redacted)"}
                        """);
        assertThat(run("list", "--format", "json", "--redact", "card").out())
                .contains("\"id\": \"a-1\"", "\"grant\": \"shop\"", "\"card\": \"(redacted)\"", "\"by\": \"anyone\"")
                .doesNotContain("4111");
    }

    @Test
    void an_answer_says_who_when_and_why_and_is_given_once() {
        CompletableFuture<ApprovalAnswer> asked = ask("a-1", Map.of());

        assertThat(run("approve", "a-1", "--by", "alice", "--note", "known customer"))
                .isEqualTo(new CommandRun(0, "a-1: approved by alice at 2026-01-15T12:00:00Z: known customer\n", ""));
        assertThat(answer(asked).isApproved()).isTrue();
        assertThat(answer(asked).note()).isEqualTo("known customer");

        String before = "a-1: it was answered before: approved by alice at 2026-01-15T12:00:00Z: known customer\n";
        assertThat(run("deny", "a-1", "--by", "bob")).isEqualTo(new CommandRun(1, before, ""));
        assertThat(run("show", "a-1")).isEqualTo(new CommandRun(1, before, ""));
        assertThat(run("approve", "a-1", "--format", "json").out())
                .contains("\"taken\": false", "\"by\": \"alice\"", "\"approved\": true");
    }

    @Test
    void a_no_denies_in_the_name_of_the_user() {
        CompletableFuture<ApprovalAnswer> asked = ask("a-1", Map.of());

        assertThat(run("deny", "a-1").code()).isZero();

        assertThat(answer(asked).isApproved()).isFalse();
        assertThat(answer(asked).by()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void a_call_that_is_unknown_or_whose_time_is_up_takes_no_answer() {
        CompletableFuture<ApprovalAnswer> unused = ask("a-1", Map.of());
        now = now.plusMillis(89_600);

        assertThat(run("approve", "a-1", "--by", "alice"))
                .isEqualTo(new CommandRun(1, "a-1: its time is up, or its client has just left\n", ""));
        assertThat(run("approve", "a-2", "--by", "alice"))
                .isEqualTo(new CommandRun(
                        1, "a-2: no such question waits: its time is up, its client has left, or it never was\n", ""));
    }

    @Test
    void nobody_answers_their_own_call() {
        CompletableFuture<ApprovalAnswer> asked = ask("a-1", Map.of());

        CommandRun own = run("approve", "a-1", "--by", "shop");

        assertThat(own.code()).isEqualTo(2);
        assertThat(own.err()).startsWith("the call is shop's own");
        assertThat(asked).isNotDone();
    }

    @Test
    void no_argument_passes_for_another_line_or_is_obeyed_by_the_terminal() {
        CompletableFuture<ApprovalAnswer> unused = ask("a-1", Map.of("text", "\u001b[2Jx\nb-2  harmless\u202e"));

        for (CommandRun run : List.of(run("list"), run("show", "a-1"), run("list", "--format", "json"))) {
            assertThat(run.out()).doesNotContain("\u001b", "\u202e", "\nb-2");
        }
        assertThat(run("deny", "a-1", "--by", "x\u001b[2J", "--note", "one\ntwo")
                        .out())
                .doesNotContain("\u001b", "one\ntwo");
    }

    @Test
    void what_programs_get_is_as_the_schema_says() {
        CompletableFuture<ApprovalAnswer> unused = ask("a-1", Map.of("amount", 5, "card", Map.of("number", "4111")));

        for (List<String> command : List.of(
                List.of("list"),
                List.of("show", "a-1"),
                List.of("approve", "a-1", "--by", "alice", "--note", "known"),
                List.of("deny", "a-1"),
                List.of("show", "a-1"),
                List.of("approve", "none"),
                List.of("list"))) {
            List<String> all = new ArrayList<>(command);
            all.add("--format=json");
            CommandRun run = run(all.toArray(String[]::new));
            assertThat(AnswerSchema.errors("approvals", run.out()))
                    .as(run.toString())
                    .isEmpty();
        }
    }

    @Test
    void a_queue_that_is_not_there_is_not_made() {
        Path none = folder.resolve("none.db");
        for (String url : List.of("sqlite:" + none, "memory:", "redis://root:secret@host", "approvals.db")) {
            CommandRun run = new CommandRun.Folder(folder).run("approvals", "list", "--queue=" + url);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("--queue: ").doesNotContain("secret", "internal error");
        }
        assertThat(none).doesNotExist();
    }
}
