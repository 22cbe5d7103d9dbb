package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.connections;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the server's log says of decisions. */
class DecisionLoggerTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(DecisionLogger.NAME);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final PolicyEngine engine =
            PolicyEngine.builder(connections(1)).listener(new DecisionLogger()).build();
    private final Level before = logger.getLevel();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
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

    private List<String> lines() {
        return written.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void a_call_and_its_outcome_are_said_for_those_who_debug() {
        ToolCall call = ToolCall.of(Policies.LIST, Map.of("secret", "s3cret"), Caller.ofGrant("agent"));
        Decision.Allow allow = (Decision.Allow) engine.decide(call);
        engine.finish(call, allow, ToolOutcome.TOOL_ERROR);

        assertThat(lines())
                .containsExactly(
                        "DEBUG allowed " + allow.id() + " of tool ListCodeConnections by grant agent",
                        "DEBUG finished " + allow.id() + " of tool ListCodeConnections: TOOL_ERROR");
    }

    @Test
    void a_denial_is_said_in_one_line_whatever_the_tool_is_called() {
        assertThat(engine.decide(ToolCall.of("x\nINFO allowed\u202e" + "y".repeat(1_000), null)))
                .isInstanceOf(Decision.Deny.class);

        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        "INFO denied \\S+ of tool x\\\\u000AINFO allowed\\\\u202Ey+… by nobody known: NOT_LISTED by rule"
                                + " \\(default deny\\)")
                .hasSizeLessThan(500);
    }

    private void decideBeside(Policy inForce, Policy beside, String tool) {
        PolicyEngine both = PolicyEngine.builder(inForce)
                .listener(new DecisionLogger())
                .shadow("next", PolicySource.of(beside))
                .build();
        assertThat(both.decide(ToolCall.of(tool, Map.of("secret", "s3cret"))).revision())
                .isEqualTo(inForce.revision());
    }

    @Test
    void where_a_policy_in_shadow_mode_would_have_decided_otherwise_is_said_plainly() {
        logger.setLevel(Level.INFO);
        decideBeside(Policies.allowAll(), connections(1), Policies.DELETE);
        decideBeside(connections(1), Policies.allowAll(), Policies.DELETE);
        decideBeside(connections(1), connections(2), Policies.LIST);

        assertThat(lines().stream().map(line -> line.replaceAll("[0-9a-f]{16}-\\d+", "ID")))
                .containsExactly(
                        "INFO ID of tool DeleteCodeConnection would have been denied by next in shadow mode: HIDDEN by"
                                + " rule (hidden)",
                        "INFO denied ID of tool DeleteCodeConnection by nobody known: HIDDEN by rule (hidden)",
                        "INFO ID of tool DeleteCodeConnection would have been allowed by next in shadow mode");
    }

    @Test
    void what_could_not_be_judged_in_shadow_mode_is_a_warning() {
        PolicyEngine broken = PolicyEngine.builder(Policies.allowAll())
                .listener(new DecisionLogger())
                .shadow("next", new PolicySource() {
                    @Override
                    public Policy current() {
                        throw new IllegalStateException("the source is broken");
                    }

                    @Override
                    public Subscription subscribe(Consumer<? super Policy> listener) {
                        return () -> {};
                    }
                })
                .build();
        assertThat(broken.decide(ToolCall.of("t", null))).isInstanceOf(Decision.Allow.class);

        assertThat(lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .endsWith(" of tool t could not be judged by next in shadow mode");
    }
}
