package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.mcp.ServerReport;
import java.util.Objects;

/**
 * Assertions on the wiring of a server: that the policy sees every call of its tools, and means only tools that it has.
 * Needs {@code policy-mcp-adapter}.
 *
 * <pre>{@code
 * ServerReportAssert.assertThat(enforcer.inspect(server)).guardsEveryTool().knowsEveryName();
 * }</pre>
 *
 * <p>Not threadsafe.
 */
@SuppressWarnings(
        "exports") // a module that asserts on a server has the adapter; one that does not must compile without
public final class ServerReportAssert {
    private final ServerReport actual;

    private ServerReportAssert(ServerReport report) {
        this.actual = Objects.requireNonNull(report, "report");
    }

    /**
     * Begins assertions on a report.
     *
     * @param report what an enforcer says of a server
     * @return the assertions
     */
    @CheckReturnValue
    public static ServerReportAssert assertThat(ServerReport report) {
        return new ServerReportAssert(report);
    }

    /**
     * Verifies that every tool of the server is guarded, and that calls are judged before their inputs are validated.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public ServerReportAssert guardsEveryTool() {
        return holds(actual::requireGuarded);
    }

    /**
     * Verifies that every name in the policy is that of a tool, so that no rule and no entry of {@code hide} is a slip.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public ServerReportAssert knowsEveryName() {
        return holds(actual::requireKnownTools);
    }

    private ServerReportAssert holds(Runnable check) {
        try {
            check.run();
        } catch (IllegalStateException e) {
            throw new AssertionError(e.getMessage() + "\n\n  server  " + actual, e);
        }
        return this;
    }
}
