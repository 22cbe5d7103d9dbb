package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.documentation.Document;
import dev.mcppolicy.documentation.Document.Block;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The pages on the command line and on tools: each command prints what stands below it. */
class CliPageTest {
    private static final String COMMAND = "mcp-policy ";

    /** What prints depends on a server that CI alone fetches. */
    private static final String STARTS_A_SERVER = "stdio:";

    /** A command, and what the page says it prints. */
    private record Example(String command, String output) {}

    /** The time by which the page's commands run. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-15T12:00:00Z"));

    /** Where commands are put that write files, or look into those of a server. */
    private static final Map<String, String> PLACES = Map.of(
            "grants", "--file=%s/grants.json",
            "approvals", "--queue=sqlite:%s/approvals.db",
            "counters", "--store=sqlite:%s/counters.db");

    @TempDir
    private static Path folder;

    /** What a server has asked and counted before. */
    @BeforeAll
    static void ask() {
        ToolCall call = ToolCall.of(
                "create_refund",
                Map.of("amount", 250, "card", "4111-1111"),
                Caller.ofPrincipal("alice").withGrant("support"));
        try (ApprovalQueue queue = ApprovalQueues.open("sqlite:" + folder.resolve("approvals.db"), CLOCK);
                CounterStore store = CounterStores.open("sqlite:" + folder.resolve("counters.db"))) {
            AskingRule rule = new AskingRule(
                    RuleId.pointer("/tools/create_refund/approvals/0"),
                    "large refunds",
                    "Refunds over 100 need a human.");
            CompletionStage<ApprovalAnswer> unused = queue.ask(new ApprovalRequest(
                    "63c1d11bc80c0fe1-351",
                    call,
                    List.of(rule),
                    "5f2c",
                    CLOCK.instant().plusSeconds(240)));
            assertThat(queue.list()).hasSize(1);
            Policy policy = PolicyReader.parse("""
                    {"version": "1", "default": "deny", "tools": {"create_refund": {"limits":
                      [{"counter": "spent", "amount": "args.amount", "max": 1000, "window": "day", "scope": "grant"}]}}}
                    """);
            PolicyEngine engine = PolicyEngine.builder(policy)
                    .clock(CLOCK)
                    .store(store)
                    .namespace("shops")
                    .build();
            boolean isRun = engine.guard(call, guarded -> true, denial -> false);
            assertThat(isRun).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> a_command_prints_what_stands_below_it() {
        return examples().stream()
                .map(example -> dynamicTest(example.command(), () -> assertThat(masked(printed(example.command())))
                        .isEqualTo(masked(example.output()))));
    }

    @Test
    void every_command_has_an_example() {
        assertThat(examples().stream().map(example -> arguments(example.command())[0]))
                .contains(
                        "validate",
                        "convert",
                        "explain",
                        "replay",
                        "test",
                        "diff",
                        "audit",
                        "grants",
                        "lock",
                        "classify",
                        "approvals",
                        "counters");
    }

    private static String[] arguments(String command) {
        return command.substring(COMMAND.length()).split(" ");
    }

    private static List<Example> examples() {
        return Stream.of("docs/cli.md", "docs/tools.md", "docs/lock.md", "docs/classes.md")
                .flatMap(page -> examples(Document.of(page).blocks()).stream())
                .toList();
    }

    private static List<Example> examples(List<Block> blocks) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language().equals("sh")
                    && blocks.get(i).text().startsWith(COMMAND)
                    && !blocks.get(i).text().contains(STARTS_A_SERVER)) {
                assertThat(blocks.get(i + 1).language())
                        .as(blocks.get(i).text())
                        .isEqualTo("text");
                examples.add(new Example(blocks.get(i).text(), blocks.get(i + 1).text() + "\n"));
            }
        }
        return examples;
    }

    /** What a command prints in a pipe at the root of the project: its answers, then the rest. */
    private static String printed(String command) {
        String root = Document.ROOT + "/";
        String[] arguments = Arrays.stream(arguments(command))
                .map(argument -> Files.exists(Document.ROOT.resolve(argument)) ? root + argument : argument)
                .toArray(String[]::new);
        String place = PLACES.get(arguments[0]);
        if (place != null) {
            arguments = Arrays.copyOf(arguments, arguments.length + 1);
            arguments[arguments.length - 1] = place.formatted(folder);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main.run(
                new Console(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        false,
                        false,
                        true),
                CLOCK,
                arguments);
        return (out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8)).replace(root, "");
    }

    /** Without what is random. */
    private static String masked(String output) {
        return output.replaceAll("mcpgrant_[0-9a-f]{64}", "TOKEN").replaceAll("(?m)^  [0-9a-f]{12}  ", "  ID  ");
    }
}
