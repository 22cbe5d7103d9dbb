package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a client that was not written here approves calls, or does not. */
@Tag("real")
class ApprovalClientsTest {
    private static final String POLICY = """
            default: deny
            tools:
              DeleteCodeConnection:
                rules: [{ action: require_approval }]
              PurgeCodeConnections:
                rules: [{ action: require_approval, approval_timeout: 1s }]
            """;

    private static final String EXPECTED = """
            {
             "accepted": "ran true",
             "not ticked": "APPROVAL_DECLINED /tools/DeleteCodeConnection/rules/0 true",
             "declined": "APPROVAL_DECLINED /tools/DeleteCodeConnection/rules/0 true",
             "cancelled": "APPROVAL_DECLINED /tools/DeleteCodeConnection/rules/0 true",
             "timed out": "APPROVAL_TIMED_OUT /tools/PurgeCodeConnections/rules/0 true",
             "second of two accepted": "ran true",
             "first of two declined": "APPROVAL_DECLINED /tools/DeleteCodeConnection/rules/0 true",
             "cannot be asked": "APPROVAL_DECLINED /tools/DeleteCodeConnection/rules/0 true",
             "policy replaced": "APPROVAL_VOID /tools/DeleteCodeConnection/rules/0 true"
            }
            """;

    @TempDir
    private Path directory;

    private Path policy;
    private Path nextPolicy;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        NodeClients.require();
        policy = directory.resolve("policy.yaml");
        nextPolicy = directory.resolve("next.yaml");
        Files.writeString(policy, POLICY);
        Files.writeString(nextPolicy, POLICY + "  ListCodeConnections: {}\n");
    }

    @Test
    void the_typescript_sdk_over_stdio() throws Exception {
        List<String> args = new ArrayList<>(List.of("stdio"));
        args.addAll(Programs.java(CodeConnectionsServer.class, "--policy", policy.toString()));

        assertAnswered(NodeClients.approvals(policy, nextPolicy, args));
    }

    @Test
    void the_typescript_sdk_over_http() throws Exception {
        try (Programs.HttpServerProcess server = new Programs.HttpServerProcess(policy)) {
            assertAnswered(NodeClients.approvals(policy, nextPolicy, List.of("http", server.url())));
        }
    }

    private static void assertAnswered(Programs.Run run) {
        assertThat(run.out()).as(run.err()).isEqualTo(EXPECTED);
    }
}
