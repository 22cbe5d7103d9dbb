package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.call;
import static dev.mcppolicy.audit.Audited.required;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import java.nio.file.Path;
import java.util.Map;

/** Writes to a log with {@code fsync} in four threads, and says each line that it has written, until it is killed. */
final class AuditingProcess {
    private AuditingProcess() {}

    public static void main(String[] args) {
        AuditLog log = AuditLog.jsonl(Path.of(args[0])).fsync().rotateAt(50_000).open();
        PolicyEngine engine = required(log);
        for (int i = 0; i < 4; i++) {
            new Thread(() -> write(engine)).start();
        }
    }

    private static void write(PolicyEngine engine) {
        while (engine.decide(call(Map.of("n", 1))) instanceof Decision.Allow allow) {
            System.out.println(allow.id() + ".");
        }
    }
}
