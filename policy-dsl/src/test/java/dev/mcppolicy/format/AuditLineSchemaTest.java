package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.audit.AuditField;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditLogBuilder;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.model.Mode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line that an audit log writes is one of the published schema, and tells which policy decided. */
class AuditLineSchemaTest {
    private static final String POLICY = """
            {"version":"1","default":"allow","hide":["hidden"],
             "all_tools":{"limits":[{"counter":"calls","window":"minute","max":1000,"scope":"global"}]},
             "tools":{
              "pay":{"limits":[{"counter":"spend","window":"day","max":100.5,"scope":"grant","amount":"args.amount"}],
                     "deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":50}]}]},
              "ask":{"action":"require_approval"},
              "slow":{"rate_limit":{"max":1,"window":90}}}}
            """;

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("audit.jsonl");
    }

    private static String published() throws IOException {
        return Files.readString(Path.of("../docs/schema/audit-line.schema.json"));
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }

    private PolicyEngine engine(PolicySource source, AuditLog audit, Mode mode) {
        return PolicyEngine.builder(source)
                .clock(() -> Instant.parse("2026-01-15T12:00:00Z"))
                .requiredListener(audit)
                .shadow("next", PolicySource.of(PolicyReader.parse(POLICY.replace("100.5", "1"))))
                .mode(mode)
                .build();
    }

    /** Everything that a log can be told, in all forms of callers, decisions and ends. */
    private void writeEverything(AuditLogBuilder options, Mode mode) throws IOException {
        Path path = folder.resolve("policy.json");
        Files.writeString(path, POLICY);
        try (PolicyFile file = PolicyFile.unwatched(path, InstantSource.system());
                AuditLog audit = options.open()) {
            PolicyEngine engine = engine(file, audit, mode);
            for (Caller caller : List.of(
                    Caller.anonymous(),
                    Caller.ofGrant("g").withPrincipal("p").withSession("s").withClient("c\u202e" + "x".repeat(300)))) {
                for (String tool : List.of("pay", "ask", "slow", "slow", "hidden", "t\n".repeat(200))) {
                    for (Object arguments : List.of(Map.of("amount", 5), Map.of("amount", 51), Map.of(), "none")) {
                        end(engine, ToolCall.of(tool, arguments, caller));
                    }
                }
            }
            Files.writeString(path, "{");
            file.checkNow();
            file.checkNow();
            Files.writeString(path, POLICY.replace("100.5", "200"));
            file.checkNow();
            file.checkNow();
            end(engine, ToolCall.of("pay", Map.of("amount", 1), Caller.ofGrant("g")));
        }
    }

    private static void end(PolicyEngine engine, ToolCall call) {
        Approver approver = Approver.byCallback(
                request -> ApprovalAnswer.APPROVED.by("o").at(Instant.EPOCH).withNote("n"));
        String said = engine.guard(call, allowed -> "ran", Denial::text, approver);
        assertThat(said).isNotEmpty();
        Decision decision = engine.decide(call);
        if (decision instanceof Decision.ApprovalRequired asked) {
            decision = call.caller().isAnonymous() ? engine.approve(asked) : engine.decline(asked);
        }
        if (decision instanceof Decision.Allow allow) {
            List<ToolOutcome> outcomes = List.of(ToolOutcome.values());
            engine.finish(call, allow, outcomes.get(Math.floorMod(call.hashCode(), outcomes.size())));
            engine.finish(call, allow, ToolOutcome.RETURNED, Map.of("calls", BigDecimal.ONE));
        }
    }

    @Test
    void each_line_is_one_of_the_schema_and_has_no_member_that_the_schema_does_not_know() throws IOException {
        Schema strict =
                schema(published().replace("\"additionalProperties\": true", "\"additionalProperties\": false"));
        TreeSet<String> kinds = new TreeSet<>();
        for (Mode mode : Mode.values()) {
            for (AuditLogBuilder options : List.of(
                    AuditLog.jsonl(log),
                    AuditLog.jsonl(log).argumentsKey(new byte[16]),
                    AuditLog.jsonl(log).redact(AuditField.values()))) {
                Files.writeString(log, "{\"torn", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                writeEverything(options, mode);
            }
        }

        assertThat(AuditVerifier.verify(log).problems()).isEmpty();
        for (String line : lines()) {
            assertThat(strict.validate(line, InputFormat.JSON)).as(line).isEmpty();
            assertThat(line).matches("[ -~]+");
            kinds.add(line.replaceAll(".*\"kind\":\"([a-z_]+)\".*", "$1"));
        }
        assertThat(kinds)
                .containsExactly(
                        "decision", "file", "outcome", "reload", "reload_refused", "start", "stop", "torn_tail");
    }

    /** Whatever a line lacks or holds otherwise is against the schema, which therefore says something. */
    @Test
    void a_line_that_lacks_what_it_needs_is_not_of_the_schema() throws IOException {
        writeEverything(AuditLog.jsonl(log), Mode.ENFORCE);
        Schema schema = schema(published());
        for (String member :
                List.of("prev", "seq", "at", "kind", "revision", "decision", "charges", "outcome", "number")) {
            String line = lines().stream()
                    .filter(each -> each.contains("\"" + member + "\":"))
                    .findFirst()
                    .orElseThrow();
            assertThat(schema.validate(line.replace("\"" + member + "\":", "\"un" + member + "\":"), InputFormat.JSON))
                    .as(member)
                    .isNotEmpty();
        }
        assertThat(schema.validate(lines().get(1).replaceFirst("}$", ",\"later\":[{}]}"), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void a_log_tells_of_the_policy_at_the_start_of_each_reload_and_of_each_that_was_refused() throws IOException {
        writeEverything(AuditLog.jsonl(log), Mode.ENFORCE);

        String first = PolicyReader.parse(POLICY).revision();
        String second = PolicyReader.parse(POLICY.replace("100.5", "200")).revision();
        String file = "\"file\":\"" + folder.resolve("policy.json") + "\"";
        List<String> told = lines().stream()
                .filter(line -> Pattern.compile("\"kind\":\"(start|reload|reload_refused)\"")
                        .matcher(line)
                        .find())
                .map(line -> line.substring(line.indexOf("\"at\"")))
                .toList();
        assertThat(told).hasSize(3).allSatisfy(line -> assertThat(line).contains(file));
        assertThat(told.get(0)).contains("\"kind\":\"start\",\"mode\":\"enforce\"", "\"revision\":\"" + first + "\"");
        assertThat(told.get(1))
                .contains("\"kind\":\"reload_refused\"", "policy.json:1:", "\"revision\":\"" + first + "\"");
        assertThat(told.get(2))
                .contains("\"from\":\"" + first + "\"", "\"kind\":\"reload\"", "\"revision\":\"" + second + "\"");
    }

    @Test
    void no_decision_stands_before_the_line_that_tells_of_its_policy() throws IOException {
        writeEverything(AuditLog.jsonl(log), Mode.ENFORCE);

        String inForce = "";
        for (String line : lines()) {
            String revision = Pattern.compile("\"revision\":\"([0-9a-f]{64})\"(?!.*\"view\")")
                    .matcher(line)
                    .results()
                    .map(MatchResult::group)
                    .reduce((before, last) -> last)
                    .orElse("");
            if (line.contains("\"kind\":\"start\"") || line.contains("\"kind\":\"reload\"")) {
                inForce = revision;
            } else if (line.contains("\"kind\":\"outcome\"")) {
                assertThat(revision).as(line).isEqualTo(inForce);
            }
        }
        assertThat(inForce).isNotEmpty();
    }
}
