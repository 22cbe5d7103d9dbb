package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.store.sqlite.Durability;
import dev.mcppolicy.store.sqlite.SqliteCounterStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * A process whose calls wait for a human, as its standard input says: {@code call AMOUNT} makes a call, and {@code endless
 * THREADS} makes the same call again and again until it is killed. It answers {@code allowed AMOUNT BY NOTE}, {@code ran
 * AMOUNT} and {@code denied AMOUNT TEXT}. Its time runs faster than the machine's.
 */
public final class AskingProcess {
    static final String NAMESPACE = "refunds";

    private static final String POLICY = """
            version: "1"
            default: deny
            tools:
              refund:
                rules:
                  - name: spent
                    spend: { amount: args.amount, daily: 1000000 }
                  - action: require_approval
                    approval_timeout: 2h
            """;

    private AskingProcess() {}

    static Policy policy() {
        return PolicyReader.parse(POLICY);
    }

    static InstantSource clock(long sinceMillis, long speed) {
        return () -> Instant.ofEpochMilli(sinceMillis + (System.currentTimeMillis() - sinceMillis) * speed);
    }

    public static void main(String[] args) throws IOException {
        InstantSource clock = clock(Long.parseLong(args[1]), Long.parseLong(args[2]));
        Path directory = Path.of(args[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (CounterStore store = SqliteCounterStore.builder(directory.resolve("counters.db"))
                        .durability(Durability.NORMAL)
                        .timeout(Duration.ofSeconds(20))
                        .open();
                ApprovalQueue queue = SqliteApprovalQueue.open(directory.resolve("approvals.db"), clock)) {
            PolicyEngine engine = PolicyEngine.builder(policy())
                    .clock(clock)
                    .store(store)
                    .namespace(NAMESPACE)
                    .storeTimeout(Duration.ofSeconds(20))
                    .approver(queue)
                    .listener(new AnswerPrinter())
                    .build();
            System.out.println("open");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("call")) {
                    start(() -> call(engine, Integer.parseInt(words[1])));
                } else {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        start(() -> {
                            while (true) {
                                call(engine, 1);
                            }
                        });
                    }
                }
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static void call(PolicyEngine engine, int amount) {
        ToolCall call = ToolCall.of("refund", Map.of("amount", amount), Caller.ofGrant("shop"));
        String end = engine.guard(call, guarded -> "ran " + amount, denial -> "denied " + amount + " " + denial.code());
        System.out.println(end);
    }

    private static final class AnswerPrinter implements DecisionListener {
        @Override
        public void decided(DecisionEvent event) {
            DecisionEvent.Answer answer = event.answer();
            if (answer != null && event.decision() instanceof Decision.Allow) {
                System.out.println("allowed " + event.call().argumentsAsObject().get("amount") + " " + answer.by() + " "
                        + answer.note());
            }
        }
    }
}
