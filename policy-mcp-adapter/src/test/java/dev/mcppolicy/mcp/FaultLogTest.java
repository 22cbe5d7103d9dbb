package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcppolicy.decision.DenialCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the server's log says of calls that go wrong beside the engine: each kind once in ten seconds. */
class FaultLogTest {
    private static final int CALLS = 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(PolicyEnforcer.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Level before = logger.getLevel();

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

    private List<String> linesOf(Kind kind, PolicyEnforcer enforcer, DenialCode code) {
        var create = kind.wrapped(enforcer, Kind.tool(CREATE), request -> Recorder.done());
        for (int i = 0; i < CALLS; i++) {
            ResultAssert.assertDenied(create.apply(request(CREATE, Map.of())), code, ruleOf(code));
            assertThat(enforcer.isVisible(null, Kind.tool(CREATE))).isEqualTo(code == DenialCode.INTERNAL_ERROR);
        }
        return written.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : " " + event.getThrowableProxy().getMessage()))
                .toList();
    }

    private static String ruleOf(DenialCode code) {
        return code == DenialCode.INTERNAL_ERROR ? "(engine)" : "(no policy)";
    }

    @ParameterizedTest
    @EnumSource
    void requests_without_an_identity_are_warned_of_once(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(CALLS))
                .callers(origin -> Optional.empty())
                .build();

        assertThat(linesOf(kind, enforcer, DenialCode.UNAUTHENTICATED))
                .containsExactly("WARN a request proves no identity: its caller sees no tool, and is denied"
                        + " (does the transport have `RequestContext.extractor`?)");
    }

    @ParameterizedTest
    @EnumSource
    void a_resolver_that_fails_every_call_fills_no_log(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(CALLS))
                .callers(origin -> {
                    throw new IllegalStateException("no directory");
                })
                .build();

        assertThat(linesOf(kind, enforcer, DenialCode.UNAUTHENTICATED))
                .containsExactly("ERROR the caller could not be resolved, and counts as unidentified no directory");
    }

    @ParameterizedTest
    @EnumSource
    void a_validator_that_fails_every_call_fills_no_log(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(CALLS))
                .inputValidator((schema, arguments) -> {
                    throw new IllegalStateException("{} no validator");
                })
                .build();

        assertThat(linesOf(kind, enforcer, DenialCode.INTERNAL_ERROR))
                .containsExactly(
                        "ERROR a call could not be judged, and is denied: `CreateCodeConnection`" + " {} no validator");
    }

    @ParameterizedTest
    @EnumSource
    void a_renderer_that_fails_every_call_fills_no_log(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(CALLS))
                .inputValidator((schema, arguments) -> {
                    throw new IllegalStateException("no validator");
                })
                .denialRenderer(denied -> {
                    throw new IllegalStateException("no words");
                })
                .build();

        assertThat(linesOf(kind, enforcer, DenialCode.INTERNAL_ERROR))
                .containsExactly(
                        "ERROR a call could not be judged, and is denied: `CreateCodeConnection` no validator",
                        "ERROR the denial renderer failed; the standard one answers no words");
    }
}
