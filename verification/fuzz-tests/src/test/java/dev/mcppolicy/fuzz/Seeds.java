package dev.mcppolicy.fuzz;

import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The inputs that a fuzzer begins with, from the tests and documents of the other modules. */
public final class Seeds {
    private static final Path PROJECT = Path.of("..", "..");
    private static final Path CORPUS = PROJECT.resolve("policy-dsl/src/test/resources/corpus");
    private static final Path POLICY_TESTS = PROJECT.resolve("policy-testkit/src/test/more-policies");
    private static final Path REPLAYED = PROJECT.resolve("docs/cli/calls.jsonl");
    /** Of a corpus file: what begins a document, and what ends it. */
    private static final String TITLE = "### ";

    private static final String ARROW = "--->";

    /** Kept, since a logger that nobody holds forgets its level. */
    private static final Logger QUIET = Logger.getLogger(AuditLog.class.getName());

    private Seeds() {}

    /** A policy with a condition, a limit and a hidden tool, for targets that need one. */
    public static String refundPolicy() {
        return text(POLICY_TESTS.resolve("refunds.yaml"));
    }

    /** Every document of the corpus, good and bad. */
    static List<byte[]> policies() {
        List<byte[]> documents = new ArrayList<>();
        for (Path file : files(CORPUS)) {
            for (String part : ("\n" + text(file)).split("\n" + TITLE, -1)) {
                int title = part.indexOf('\n');
                int arrow = part.indexOf("\n" + ARROW, title);
                if (title >= 0 && arrow > title) {
                    documents.add(bytes(unescape(part.substring(title + 1, arrow))));
                }
            }
        }
        return documents;
    }

    /** The documents, and files in other encodings. */
    static List<byte[]> policyFiles() {
        List<byte[]> files = policies();
        files.addAll(encodings("tools: { café: {} }\n"));
        return files;
    }

    private static List<byte[]> encodings(String text) {
        return List.of(
                bytes("\uFEFF" + text),
                text.getBytes(StandardCharsets.ISO_8859_1),
                text.getBytes(StandardCharsets.UTF_16),
                text.getBytes(StandardCharsets.UTF_16BE),
                text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** For each place of a part, a text that fits there or nearly does. */
    static List<byte[]> parts() {
        List<String> texts = List.of(
                "^a(b|c){2,9}[^d-f]*\\p{L}+?(?i:x)$",
                "((a{9}){9}){9}",
                "args.items[*].price",
                "args[\"a.b\"][0].c",
                "state.t.c",
                "state._global.c",
                "minute",
                "5/hour",
                "1000000/day",
                "30m",
                "#/$defs/a",
                "#b",
                "1e20000000",
                "-0.000001",
                "9223372036854775807",
                "0x10",
                "2026-01-01",
                "[1, {\"a\": null}]",
                "\u0430dmin\u200b");
        List<byte[]> parts = new ArrayList<>();
        for (int place = 0; place < PolicyPartTarget.places(); place++) {
            for (String text : texts) {
                parts.add(bytes((char) place + text));
            }
        }
        return parts;
    }

    static List<byte[]> policyTests() {
        List<byte[]> tests = new ArrayList<>();
        for (Path file : files(POLICY_TESTS)) {
            tests.add(bytes(text(file)));
        }
        tests.addAll(encodings("policy: refunds.yaml\ntests: [{ name: café }]\n"));
        return tests;
    }

    static List<byte[]> replayLines() {
        return List.of(
                bytes(text(REPLAYED)),
                bytes("{\"tool\":\"create_refund\",\"arguments\":{\"amount\":1},\"at\":\"2026-01-15T00:00:00Z\","
                        + "\"caller\":{\"grant\":\"g\",\"session\":\"s\",\"principal\":\"p\"},"
                        + "\"outcome\":\"tool_error\",\"settle\":{\"_rate_day\":12.5},\"approve\":true}\n"
                        + "{\"list\":[\"create_refund\",\"delete_customer\"],\"at\":\"2026-01-16T00:00:00Z\"}\n"));
    }

    /** A log of some decisions, whole and torn. */
    static List<byte[]> auditLogs() {
        QUIET.setLevel(Level.OFF);
        Path file = ScratchFile.named("seed.jsonl");
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            PolicyEngine engine = PolicyEngine.builder(PolicyReader.parse(refundPolicy()))
                    .clock(() -> Instant.parse("2026-01-15T12:00:00Z"))
                    .requiredListener(log)
                    .build();
            for (String tool : List.of("create_refund", "delete_customer", "unlisted")) {
                Decision decision = engine.decide(ToolCall.of(tool, Map.of("amount", 5), Caller.ofGrant("g")));
                if (decision instanceof Decision.Allow allow) {
                    allow.reservation().commit();
                }
            }
        }
        String log = text(file);
        return List.of(
                bytes(log), bytes(log.substring(0, log.length() - 9)), bytes(log.substring(log.indexOf('\n') + 1)));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The corpus writes an odd character as its hexadecimal code in angle brackets. */
    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf('⟨'); open >= 0; open = text.indexOf('⟨', at)) {
            int close = text.indexOf('⟩', open);
            out.append(text, at, open).append(Character.toChars(Integer.parseInt(text.substring(open + 1, close), 16)));
            at = close + 1;
        }
        return out.append(text.substring(at)).toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
