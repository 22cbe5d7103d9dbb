package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.mcp.transport.SdkTransport;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A server that waits for its clients shorter than the policy lets people think says so, and says what to write. */
@SuppressWarnings("deprecation") // HTTP with SSE is guarded as long as the SDK has it
class ApprovalTimeTest {
    private static final String TOO_SHORT = "people at clients have 10 s to answer and not the 300 s of the policy;"
            + " build the server with `requestTimeout(Duration.ofSeconds(300))`";

    private final ReplaceablePolicy policy = new ReplaceablePolicy(asking("1s", "5m"));
    private final Logger logger = (Logger) LoggerFactory.getLogger(LoggerName.ENFORCER);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Level before = logger.getLevel();

    private static Policy asking(String... times) {
        StringBuilder text = new StringBuilder("tools:\n  CreateCodeConnection:\n    rules:\n");
        for (String time : times) {
            text.append("      - { action: require_approval, approval_timeout: ")
                    .append(time)
                    .append(" }\n");
        }
        return PolicyReader.parse(text.toString());
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(written);
        written.start();
    }

    @AfterEach
    void leave() {
        logger.detachAppender(written);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    private PolicyEnforcer enforcer(Approver approver) {
        return PolicyEnforcer.builder(policy).approver(approver).build();
    }

    /** The ways to clients that the SDK has, each with a server that waits for so long. */
    enum Way {
        STREAMABLE {
            @Override
            McpServer.SyncSpecification<?> server(PolicyEnforcer enforcer) {
                return McpServer.sync(enforcer.checkAnswers(
                        HttpServletStreamableServerTransportProvider.builder().build()));
            }
        },
        SSE {
            @Override
            McpServer.SyncSpecification<?> server(PolicyEnforcer enforcer) {
                return McpServer.sync(
                        enforcer.hideFrom(enforcer.checkAnswers(HttpServletSseServerTransportProvider.builder()
                                .messageEndpoint("/m")
                                .build())));
            }
        },
        STDIO {
            @Override
            McpServer.SyncSpecification<?> server(PolicyEnforcer enforcer) {
                return McpServer.sync(new StdioServerTransportProvider(
                        McpJsonDefaults.getMapper(),
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream()));
            }
        };

        abstract McpServer.SyncSpecification<?> server(PolicyEnforcer enforcer);
    }

    private static McpSyncServer server(Way way, PolicyEnforcer enforcer, Duration requestTimeout) {
        return way.server(enforcer)
                .serverInfo("test", "1")
                .requestTimeout(requestTimeout)
                .tools(enforcer.wrap(Servers.rawTools()))
                .validateToolInputs(false)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_waits_shorter_than_the_longest_approval_says_so(Way way) {
        PolicyEnforcer enforcer = enforcer(ElicitationApprover.of());

        ServerReport report = enforcer.start(server(way, enforcer, Duration.ofSeconds(10)));

        assertThat(report.toString()).contains(TOO_SHORT);
        assertThat(report.isClean()).isFalse();
        assertThat(written.list).extracting(ILoggingEvent::getFormattedMessage).contains(report.toString());
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_waits_as_long_says_nothing(Way way) {
        PolicyEnforcer enforcer = enforcer(ElicitationApprover.of());

        assertThat(enforcer.guard(server(way, enforcer, Duration.ofMinutes(5))).isClean())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_policy_that_comes_later_is_held_against_the_server_too(Way way) {
        policy.replace(asking("10s"));
        PolicyEnforcer enforcer = enforcer(ElicitationApprover.of());
        McpSyncServer server = server(way, enforcer, Duration.ofSeconds(10));
        assertThat(enforcer.start(server).isClean()).isTrue();
        written.list.clear();

        policy.replace(asking("5m"));

        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(TOO_SHORT::equals)
                .hasSize(1);
        enforcer.stop(server);
    }

    @Test
    void where_no_client_is_asked_or_nothing_is_enforced_nothing_is_said() {
        PolicyEnforcer queued = enforcer(new InMemoryApprovalQueue());
        assertThat(queued.start(server(Way.STREAMABLE, queued, Duration.ofSeconds(10)))
                        .isClean())
                .isTrue();

        policy.replace(PolicyReader.parse("""
                mode: shadow
                tools:
                  CreateCodeConnection:
                    rules: [{ action: require_approval }]
                """));
        PolicyEnforcer enforcer = enforcer(ElicitationApprover.of());
        assertThat(enforcer.inspect(server(Way.STREAMABLE, enforcer, Duration.ofSeconds(10)))
                        .toString())
                .doesNotContain("people at clients");
    }

    @Test
    void a_server_that_cannot_be_looked_into_is_let_be() {
        assertThat(SdkTransport.of(new Object())).isEqualTo(SdkTransport.NONE);
        assertThat(SdkTransport.of(new Object() {
                    final Object mcpTransportProvider = new Object();

                    @Override
                    public String toString() {
                        return "a server of another time on " + mcpTransportProvider;
                    }
                }))
                .isEqualTo(new SdkTransport(false, null, null));
    }
}
