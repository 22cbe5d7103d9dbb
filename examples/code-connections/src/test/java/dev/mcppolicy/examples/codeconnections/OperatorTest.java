package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator in another process than the server's answers what it asks. */
@Tag("real")
class OperatorTest {
    private static final String POLICY = """
            version: "1"
            default: deny
            tools:
              ListCodeConnections:
                rules:
                  - { action: require_approval, by: operator, on_deny: "An operator looks first." }
            """;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void a_call_runs_once_an_operator_has_approved_it_and_the_log_says_who() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        Path audit = directory.resolve("audit.jsonl");
        Path approvals = directory.resolve("approvals.db");
        try (Agent agent = new Agent(List.of(
                        "--policy",
                        policy.toString(),
                        "--audit",
                        audit.toString(),
                        "--approvals",
                        "sqlite:" + approvals));
                ApprovalQueue queue = ApprovalQueues.open("sqlite:" + approvals)) {
            CompletableFuture<Outcome> called =
                    CompletableFuture.supplyAsync(() -> agent.call("ListCodeConnections", Map.of()));
            ApprovalRequest asked = next(queue);
            assertThat(asked.description()).contains("An operator looks first.");

            assertThat(queue.answer(
                            asked.id(), ApprovalAnswer.APPROVED.by("olga").withNote("routine")))
                    .isTrue();

            Outcome outcome = called.get(1, TimeUnit.MINUTES);
            assertThat(outcome.allowed()).isTrue();
            assertThat(outcome.text()).doesNotContain("olga", "routine");
        }
        assertThat(Files.readString(audit)).contains("\"olga\"", "\"routine\"");
    }

    private static ApprovalRequest next(ApprovalQueue queue) throws InterruptedException {
        while (queue.list().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return queue.list().get(0);
    }
}
