package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands write with {@code --format json} is as the schema in docs/schema/cli says, which allows nothing else. */
class OutputSchemaTest {
    private static final String POLICY = """
            default: deny
            hide: [drop]
            tools:
              pay:
                rules:
                  - name: size
                    conditions: [{ path: args.amount, op: lte, value: 500 }, { path: "args.to[*].name", op: neq, value: x, optional: true }]
                  - name: spend
                    conditions: [{ path: state.pay.spent, op: lt, value: 1000 }]
                    state: { counter: spent, window: day, key: args.customer, increment_from: args.amount }
                  - name: two at a time
                    concurrent: { max: 2, scope: grant, key: args.customer }
                  - name: counted
                    state: { counter: all, window: hour }
                  - name: seen
                    mode: shadow
                    conditions: [{ path: caller.principal, op: eq, value: alice }]
              ask: { rules: [{ name: a human, action: require_approval }, { name: another, action: require_approval }] }
              once: { rules: [{ name: once, rate_limit: 1/hour }] }
              mine: { rules: [{ name: mine, rate_limit: { max: 3, window: hour, scope: grant } }] }
              whose: { rules: [{ name: who, conditions: [{ path: caller.principal, op: in, value: [ann, bob] }] }] }
            """;

    @TempDir
    Path folder;

    @Test
    void validate() {
        assertWritten(
                "validate", files().run("validate", "--format", "json", "policy.yaml", "bad.yaml", "none.yaml"), 2);
    }

    @Test
    void explain() {
        for (String[] call : new String[][] {
            {"pay", "amount=5", "customer=c"},
            {"pay", "amount=5", "customer=c", "--as", "grant=g,session=s,principal=p", "--show-values"},
            {"pay", "amount=text", "to:=[{\"name\":\"x\"},5]", "--show-values"},
            {"pay", "to=text", "--show-values"},
            {"ask"},
            {"drop"},
            {"none"},
            {"once", "--at", "2026-01-15T22:00:00Z"}
        }) {
            String[] arguments = new String[4 + call.length];
            System.arraycopy(new String[] {"explain", "--format", "json", "policy.yaml"}, 0, arguments, 0, 4);
            System.arraycopy(call, 0, arguments, 4, call.length);
            assertWritten("explain", files().run(arguments), 1);
        }
    }

    @Test
    void explain_of_a_past_decision() throws IOException {
        for (String name : List.of("audit.jsonl", "refunds.yaml")) {
            Files.copy(Path.of("../docs/cli", name), folder.resolve(name));
        }
        String[] past = {
            "explain",
            "refunds.yaml",
            "create_refund",
            "amount=400",
            "--format=json",
            "--audit",
            "audit.jsonl",
            "--id",
            ""
        };
        past[8] = "c4bde6b6ced42efb-3";
        CommandRun allowed = files().run(past);
        assertWritten("explain", allowed, 0);
        assertThat(allowed.out()).contains("\"logged\": {", "\"before\": 300", "\"limits\": []");

        past[3] = "amount=501";
        past[8] = "c4bde6b6ced42efb-2";
        assertWritten("explain", files().run(past), 1);
    }

    @Test
    void replay() {
        CommandRun run = files().run("replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(7).allSatisfy(line -> assertThat(AnswerSchema.errors("replay", line))
                .isEmpty());
        assertThat(run.out()).contains("\"shadow\":", "\"retryAfterSeconds\":", "\"visible\":", "\"rules\":");
    }

    @Test
    void diff() {
        CommandRun run = files().run("diff", "policy.yaml", "next.yaml", "--format", "json", "--calls", "calls.jsonl");

        assertWritten("diff", run, 1);
        assertThat(run.out()).contains("loosened", "tightened", "\"times\":", "\"caller\":");
    }

    @Test
    void test() {
        CommandRun passed =
                files().run("test", "--format", "json", "policy.policytest.yaml", "--coverage", "--mutations");
        assertWritten("test", passed, 0);
        assertThat(passed.out()).contains("\"survivors\":", "\"goals\":", "\"passes\": true");

        CommandRun failed = files().run("test", "--format=json", "bad.policytest.yaml", "--fail-fast");
        assertWritten("test", failed, 1);
        assertThat(failed.out()).contains("\"failed\"", "\"notRun\": 1", "\"passes\": false");
    }

    @Test
    void lock() {
        String[] lock = {"lock", "--format", "json", "--tools", "tools.json", "--file=" + folder + "/lock.json"};
        assertWritten("lock", files().run(lock), 0);

        lock[4] = "next.json";
        CommandRun changed = files().run(lock);
        assertWritten("lock", changed, 1);
        assertThat(changed.out()).contains("\"new\"", "\"gone\"", "\"changed\"", "\"instructions\"");
    }

    @Test
    void classify() {
        CommandRun run = files().run("classify", "--format", "json", "--tools", "tools.json");

        assertWritten("classify", run, 0);
        assertThat(run.out()).contains("\"words\":", "\"reasons\":", "\"corrected\":");
    }

    @Test
    void grants() {
        String file = "--file=" + folder + "/grants.json";

        assertWritten("grants", files().run("grants", "add", "a", "--format=json", file, "--expires", "1h"), 0);
        assertWritten(
                "grants",
                files().run("grants", "add", "b", "--format=json", file, "--principal=p", "--attribute=n=v"),
                0);
        assertWritten("grants", files().run("grants", "rotate", "a", "--format=json", file), 0);
        assertWritten("grants", files().run("grants", "list", "--format=json", file), 0);
        assertWritten("grants", files().run("grants", "revoke", "a", "--format=json", file), 0);
    }

    @Test
    void audit_verify() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        for (String log : List.of("audit.jsonl", "audit-edited.jsonl", "audit-cut.jsonl")) {
            Files.copy(Path.of("../docs/cli", log), logs.resolve(log));
        }

        CommandRun all = files().run("audit", "verify", "--format=json", "logs");
        assertWritten("audit-verify", all, 1);
        assertThat(all.out()).contains("\"line\": 6", "\"lastHash\"");
    }

    private static void assertWritten(String command, CommandRun run, int mostCode) {
        assertThat(run.code()).as(run.err()).isLessThanOrEqualTo(mostCode);
        assertThat(AnswerSchema.errors(command, run.out())).as(run.out()).isEmpty();
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder)
                .with("policy.yaml", POLICY)
                .with(
                        "next.yaml",
                        POLICY.replace("500", "600")
                                .replace("1/hour", "1/day")
                                .replace("max: 3", "max: 4")
                                .replace("bob", "eve"))
                .with("policy.policytest.yaml", """
                        policy: policy.yaml
                        tests: [{ name: once, steps: [{ call: once, expect: allowed }] }]
                        """)
                .with("bad.policytest.yaml", """
                        policy: policy.yaml
                        tests:
                          - { name: hidden, steps: [{ call: drop, expect: allowed }] }
                          - { name: once, steps: [{ call: once, expect: allowed }] }
                        """)
                .with("bad.yaml", "default: dney\ntools: { a: 1 }\n")
                .with("tools.json", tools("a", "b", "read"))
                .with("next.json", tools("b", "c", "write"))
                .with("calls.jsonl", """
                        {"list":["pay","drop"]}
                        {"tool":"pay","arguments":{"amount":550,"customer":"c"}}
                        {"tool":"pay","arguments":{"amount":5,"customer":"c"},"caller":{"grant":"g"}}
                        {"tool":"once"}
                        {"tool":"once","at":"2026-01-01T00:30:00Z"}
                        {"tool":"ask"}
                        {"tool":"once","at":"2026-01-01T01:30:00Z"}
                        """);
    }

    private static String tools(String one, String other, String word) {
        return "{\"instructions\":\"" + word + "\",\"tools\":[{\"name\":\"" + one
                + "\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"" + other + "\",\"description\":\"" + word
                + "\",\"inputSchema\":{\"type\":\"object\"}}]}";
    }
}
