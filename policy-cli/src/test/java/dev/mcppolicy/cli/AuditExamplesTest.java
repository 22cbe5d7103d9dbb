package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit logs that the documents show. {@link #main} writes them anew. */
class AuditExamplesTest {
    private static final Path EXAMPLES = Path.of("../docs/cli");

    /** Writes the examples, to the folder of the documents if no other is named. */
    public static void main(String[] args) throws IOException {
        write(args.length == 0 ? EXAMPLES : Path.of(args[0]));
    }

    private static void write(Path folder) throws IOException {
        Path log = folder.resolve("audit.jsonl");
        Files.deleteIfExists(log);
        Instant[] now = {Instant.parse("2026-01-15T22:00:00Z")};
        try (AuditLog audit = AuditLog.jsonl(log).clock(() -> now[0]).open()) {
            PolicyEngine engine = PolicyEngine.builder(PolicyReader.read(EXAMPLES.resolve("refunds.yaml")))
                    .clock(() -> now[0])
                    .requiredListener(audit)
                    .build();
            for (int amount : new int[] {300, 501, 400}) {
                ToolCall call = ToolCall.of("create_refund", Map.of("amount", amount), Caller.ofPrincipal("alice"));
                if (engine.decide(call) instanceof Decision.Allow allow) {
                    engine.finish(call, allow, ToolOutcome.RETURNED);
                }
                now[0] = now[0].plusSeconds(60);
            }
        }
        Files.delete(folder.resolve("audit.jsonl.lock"));
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        Files.write(folder.resolve("audit-cut.jsonl"), lines.subList(0, lines.size() - 1));
        lines.replaceAll(line -> line.replace("\"decision\":\"deny\"", "\"decision\":\"allow\""));
        Files.write(folder.resolve("audit-edited.jsonl"), lines);
    }

    @Test
    void the_examples_are_what_the_log_writes_today(@TempDir Path folder) throws IOException {
        write(folder);

        for (String name : List.of("audit.jsonl", "audit-cut.jsonl", "audit-edited.jsonl")) {
            assertThat(withoutChance(EXAMPLES.resolve(name))).isEqualTo(withoutChance(folder.resolve(name)));
        }
    }

    /** A log without hashes, ids, durations and the version that wrote it. */
    private static String withoutChance(Path log) throws IOException {
        return Files.readString(log)
                .replaceAll("\"(prev|log|id)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"latency_nanos\":\\d+", "\"latency_nanos\":0")
                .replaceAll(",\"version\":\"[^\"]*\"", "");
    }
}
