package dev.mcppolicy.mcp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.mcp.sdk.SdkServer;
import dev.mcppolicy.mcp.sdk.SdkTool;
import dev.mcppolicy.mcp.transport.CheckedStreamableTransportProvider;
import dev.mcppolicy.mcp.transport.CheckedTransportProvider;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ToolDefinition;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Puts a policy in front of the tools of an MCP server.
 *
 * <ul>
 *   <li>Guarding handlers: {@link #wrap}, {@link #wrapAsync}, {@link #wrapStateless}, {@link #wrapStatelessAsync}.
 *   <li>Hiding: {@link #isVisible} and {@link #isVisibleAsync} as a tool filter, {@link #hideFrom} for SDKs below 2.1.
 *   <li>Asking clients: {@link #checkAnswers}.
 *   <li>Running servers: {@link #start}, {@link #guard}, {@link #inspect}, {@link #stop}.
 * </ul>
 *
 * <p>A wrapped handler is entered only for a call that the policy allows, with a private copy of the arguments that were
 * judged. A handler that was entered keeps the call's charges, however it ends, unless it throws
 * {@link ToolNotExecutedException}. A handler that takes a {@code GuardedCall} says what the call really used; that of
 * any other stays as reserved. What a handler throws goes to the SDK unchanged; what fails in here is logged, and
 * is a denial to the client.
 *
 * <p>The SDK does not let a tool be wrapped once a server has it, so tools are wrapped before, those that are added to a
 * running server too: {@code server.addTool(enforcer.wrap(tool))}.
 *
 * <p>This class is threadsafe.
 */
@CheckReturnValue
public final class PolicyEnforcer {
    private final HandlerGuard.Setting setting;
    private final GuardedTools guarded = new GuardedTools();
    private final ServerGuard servers;

    PolicyEnforcer(HandlerGuard.Setting setting) {
        this.setting = setting;
        this.servers = new ServerGuard(
                setting.engines(),
                guarded::contains,
                setting.elicitation() == null ? null : setting.answers(),
                setting.lock());
    }

    /**
     * An enforcer of a policy that never changes, with anonymous callers and counters in memory.
     *
     * @param policy the policy
     * @return the enforcer
     */
    public static PolicyEnforcer of(Policy policy) {
        return builder(policy).build();
    }

    /**
     * An enforcer of a policy that may change, with anonymous callers and counters in memory.
     *
     * @param source where the policy comes from
     * @return the enforcer
     */
    public static PolicyEnforcer of(PolicySource source) {
        return builder(source).build();
    }

    /**
     * A builder of an enforcer for a fixed policy.
     *
     * @param policy the policy
     * @return the builder
     */
    public static PolicyEnforcerBuilder builder(Policy policy) {
        return builder(PolicySource.of(policy));
    }

    /**
     * A builder of an enforcer for a policy that may change.
     *
     * @param source where the policy comes from
     * @return the builder
     */
    public static PolicyEnforcerBuilder builder(PolicySource source) {
        return new PolicyEnforcerBuilder(source);
    }

    /**
     * A builder of an enforcer with a policy for each grant, of grants that never change. Those whose policies are certain
     * to judge alike, as {@link Policy#judgesAs} says, have one source in common; all else is as with
     * {@link #perGrant(Supplier)}.
     *
     * @param policyByGrant policies by the name of the grant
     * @return the builder, which still needs {@link PolicyEnforcerBuilder#callers}
     * @throws IllegalArgumentException if there is no grant, or one with an empty name
     */
    public static PolicyEnforcerBuilder perGrant(Map<String, Policy> policyByGrant) {
        Map<String, PolicySource> sources = SharedPolicies.sources(policyByGrant);
        return new PolicyEnforcerBuilder(() -> sources);
    }

    /**
     * A builder of an enforcer with a policy for each grant, of grants that come and go. A caller under a grant without a
     * policy, or under none, is denied with {@code NO_POLICY}, and one that proves no identity with
     * {@code UNAUTHENTICATED}.
     *
     * <p>The map is asked for at each call and each listing. A call is judged by what its grant's source says then, to its
     * end; a grant that is gone has no policy from the next call on, and one that is there again has the source that it is
     * then given. Clients are told of other tools when the next request brings the change to light.
     *
     * <p>Each grant is judged as by a server with its source alone. Grants that have the same source, the same object, share the
     * counts of the scope {@code global}; grants of different sources share none. Counters are named after the first by
     * name of the grants that had a source when it was first found, never after the policies, and stay as long as a grant
     * has it, whatever its policy becomes. They stay too where a grant that had its source to itself is given another or
     * comes back; a grant that leaves others that it shared a source with counts anew.
     *
     * @param policiesByGrant gives the sources of the policies by the name of the grant, in an unmodifiable map that is the
     *     same object until something changes; safe for use by any thread
     * @return the builder, which still needs {@link PolicyEnforcerBuilder#callers}
     */
    public static PolicyEnforcerBuilder perGrant(
            Supplier<? extends Map<String, ? extends PolicySource>> policiesByGrant) {
        return new PolicyEnforcerBuilder(policiesByGrant);
    }

    /**
     * A tool that is judged before it runs.
     *
     * @param tool the tool with its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer made it, and so guards it already
     */
    public McpServerFeatures.SyncToolSpecification wrap(McpServerFeatures.SyncToolSpecification tool) {
        var handler = tool.callHandler();
        return wrap(tool.tool(), (exchange, request, call) -> handler.apply(exchange, request));
    }

    /**
     * A tool that is judged before it runs, whose handler can say what a call really used.
     *
     * @param tool the tool
     * @param handler its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards the tool already
     */
    public McpServerFeatures.SyncToolSpecification wrap(
            Tool tool, GuardedToolHandler<McpSyncServerExchange, CallToolResult> handler) {
        Tool copy = guardedCopy(tool);
        HandlerGuard gate = gate(copy);
        return McpServerFeatures.SyncToolSpecification.builder()
                .tool(copy)
                .callHandler((exchange, request) -> gate.call(
                        () -> CallOrigin.of(exchange),
                        ElicitationForm.of(exchange),
                        request,
                        (judged, guarded) -> handler.handle(exchange, judged, guarded)))
                .build();
    }

    /**
     * Tools that are judged before they run.
     *
     * @param tools the tools with their handlers
     * @return the guarded tools, in the same order
     * @throws IllegalArgumentException if this enforcer guards one already
     */
    public List<McpServerFeatures.SyncToolSpecification> wrap(McpServerFeatures.SyncToolSpecification... tools) {
        return all(tools, this::wrap);
    }

    /**
     * As {@link #wrap(McpServerFeatures.SyncToolSpecification)}, for asynchronous tools. The handler is called when its
     * publisher is subscribed to; one that throws instead of returning a publisher is an error of that publisher. A
     * client that leaves before the handler is entered is charged nothing.
     *
     * @param tool the tool with its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards it already
     */
    public McpServerFeatures.AsyncToolSpecification wrapAsync(McpServerFeatures.AsyncToolSpecification tool) {
        var handler = tool.callHandler();
        return wrapAsync(tool.tool(), (exchange, request, call) -> handler.apply(exchange, request));
    }

    /**
     * As {@link #wrap(Tool, GuardedToolHandler)}, for asynchronous tools.
     *
     * @param tool the tool
     * @param handler its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards the tool already
     */
    public McpServerFeatures.AsyncToolSpecification wrapAsync(
            Tool tool, GuardedToolHandler<McpAsyncServerExchange, Mono<CallToolResult>> handler) {
        Tool copy = guardedCopy(tool);
        HandlerGuard gate = gate(copy);
        return McpServerFeatures.AsyncToolSpecification.builder()
                .tool(copy)
                .callHandler((exchange, request) -> gate.callAsync(
                        () -> CallOrigin.of(exchange),
                        ElicitationForm.of(exchange),
                        request,
                        (judged, guarded) -> handler.handle(exchange, judged, guarded)))
                .build();
    }

    /**
     * As {@link #wrapAsync(McpServerFeatures.AsyncToolSpecification)}, for several.
     *
     * @param tools the tools with their handlers
     * @return the guarded tools, in the same order
     * @throws IllegalArgumentException if this enforcer guards one already
     */
    public List<McpServerFeatures.AsyncToolSpecification> wrapAsync(McpServerFeatures.AsyncToolSpecification... tools) {
        return all(tools, this::wrapAsync);
    }

    /**
     * As {@link #wrap(McpServerFeatures.SyncToolSpecification)}, for tools of a stateless server.
     *
     * @param tool the tool with its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards it already
     */
    public McpStatelessServerFeatures.SyncToolSpecification wrapStateless(
            McpStatelessServerFeatures.SyncToolSpecification tool) {
        var handler = tool.callHandler();
        return wrapStateless(tool.tool(), (exchange, request, call) -> handler.apply(exchange, request));
    }

    /**
     * As {@link #wrap(Tool, GuardedToolHandler)}, for tools of a stateless server.
     *
     * @param tool the tool
     * @param handler its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards the tool already
     */
    public McpStatelessServerFeatures.SyncToolSpecification wrapStateless(
            Tool tool, GuardedToolHandler<McpTransportContext, CallToolResult> handler) {
        Tool copy = guardedCopy(tool);
        HandlerGuard gate = gate(copy);
        return McpStatelessServerFeatures.SyncToolSpecification.builder()
                .tool(copy)
                .callHandler((exchange, request) -> gate.call(
                        () -> CallOrigin.of(exchange),
                        ElicitationForm.NONE,
                        request,
                        (judged, guarded) -> handler.handle(exchange, judged, guarded)))
                .build();
    }

    /**
     * As {@link #wrapStateless(McpStatelessServerFeatures.SyncToolSpecification)}, for several.
     *
     * @param tools the tools with their handlers
     * @return the guarded tools, in the same order
     * @throws IllegalArgumentException if this enforcer guards one already
     */
    public List<McpStatelessServerFeatures.SyncToolSpecification> wrapStateless(
            McpStatelessServerFeatures.SyncToolSpecification... tools) {
        return all(tools, this::wrapStateless);
    }

    /**
     * As {@link #wrapAsync(McpServerFeatures.AsyncToolSpecification)}, for tools of a stateless server.
     *
     * @param tool the tool with its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards it already
     */
    public McpStatelessServerFeatures.AsyncToolSpecification wrapStatelessAsync(
            McpStatelessServerFeatures.AsyncToolSpecification tool) {
        var handler = tool.callHandler();
        return wrapStatelessAsync(tool.tool(), (exchange, request, call) -> handler.apply(exchange, request));
    }

    /**
     * As {@link #wrap(Tool, GuardedToolHandler)}, for asynchronous tools of a stateless server.
     *
     * @param tool the tool
     * @param handler its handler
     * @return the guarded tool
     * @throws IllegalArgumentException if this enforcer guards the tool already
     */
    public McpStatelessServerFeatures.AsyncToolSpecification wrapStatelessAsync(
            Tool tool, GuardedToolHandler<McpTransportContext, Mono<CallToolResult>> handler) {
        Tool copy = guardedCopy(tool);
        HandlerGuard gate = gate(copy);
        return McpStatelessServerFeatures.AsyncToolSpecification.builder()
                .tool(copy)
                .callHandler((exchange, request) -> gate.callAsync(
                        () -> CallOrigin.of(exchange),
                        ElicitationForm.NONE,
                        request,
                        (judged, guarded) -> handler.handle(exchange, judged, guarded)))
                .build();
    }

    /**
     * As {@link #wrapStatelessAsync(McpStatelessServerFeatures.AsyncToolSpecification)}, for several.
     *
     * @param tools the tools with their handlers
     * @return the guarded tools, in the same order
     * @throws IllegalArgumentException if this enforcer guards one already
     */
    public List<McpStatelessServerFeatures.AsyncToolSpecification> wrapStatelessAsync(
            McpStatelessServerFeatures.AsyncToolSpecification... tools) {
        return all(tools, this::wrapStatelessAsync);
    }

    /**
     * Whether a caller is to see a tool in {@code tools/list}: the policy does not hide it, and lists it where the
     * default is deny, and the lock accepts it where there is one. A filter for servers of SDK 2.1: {@code .addToolFilter(enforcer::isVisible)}.
     *
     * @param context the transport context of the request
     * @param tool the tool
     * @return false also when the caller is unknown or something fails
     */
    public boolean isVisible(McpTransportContext context, Tool tool) {
        try {
            PolicyEngine engine = setting.engines().of(setting.callers().of(CallOrigin.of(context)));
            ToolLockWatch lock = setting.lock();
            return lock == null ? engine.lists(tool.name()) : engine.lists(lock.seen(definition(tool)));
        } catch (RuntimeException e) {
            setting.log().error("a tool could not be judged for a listing, and is not listed", e);
            return false;
        }
    }

    /**
     * As {@link #isVisible}, for asynchronous servers: {@code .addToolFilter(enforcer::isVisibleAsync)}.
     *
     * @param context the transport context of the request
     * @param tool the tool
     * @return true or false, never an error
     */
    public Mono<Boolean> isVisibleAsync(McpTransportContext context, Tool tool) {
        return Mono.fromSupplier(() -> isVisible(context, tool));
    }

    /**
     * A transport that shows clients only the tools they are to see, for SDKs without tool filters. Made for stdio; on a
     * transport whose responses do not carry their request's context, callers that need it see no tool.
     *
     * @param transport the server's transport
     * @return the transport to build the server on
     */
    public McpServerTransportProvider hideFrom(McpServerTransportProvider transport) {
        return new FilteredTransportProvider(transport, new ToolListFilter(this::isVisible));
    }

    /**
     * A transport that shows clients only the tools they are to see, for SDKs without tool filters.
     *
     * @param transport the stateless server's transport
     * @return the transport to build the server on
     */
    public McpStatelessServerTransport hideFrom(McpStatelessServerTransport transport) {
        return new FilteredStatelessTransport(transport, new ToolListFilter(this::isVisible));
    }

    /**
     * A transport on which the answer to an approval counts only from the caller it was put to: the request that brings
     * it must be identified as the call was that asked, as the SDK gives an answer to whatever waits for it, whoever sent
     * it. Any other counts for nothing, and the caller's own still does. Needs {@link RequestContext#extractor} on the
     * transport where callers are told apart. {@link #start} refuses a server without it whose approvals are by
     * elicitation, except on stdio.
     *
     * @param transport the server's transport, such as the servlet of the SDK, which stays the one that is deployed
     * @return the transport to build the server on
     * @throws IllegalStateException if the SDK is of a line that is not known
     */
    public McpStreamableServerTransportProvider checkAnswers(McpStreamableServerTransportProvider transport) {
        return new CheckedStreamableTransportProvider(transport, setting.answers());
    }

    /**
     * As {@link #checkAnswers(McpStreamableServerTransportProvider)}, for transports with one way to each client, as HTTP
     * with SSE.
     *
     * @param transport the server's transport
     * @return the transport to build the server on
     * @throws IllegalStateException if the SDK is of a line that is not known
     */
    public McpServerTransportProvider checkAnswers(McpServerTransportProvider transport) {
        return new CheckedTransportProvider(transport, setting.answers());
    }

    /**
     * Starts to guard a running server: refuses one that is not guarded as the policy says, logs in one line what is
     * guarded and what the policy's reader warned of, and from then on tells clients when another policy changes what they can see. All that is wrong is told at
     * once. To call it again does no harm.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded
     * @throws IllegalStateException if a tool is not guarded, the policy names a tool that the server does not have, the
     *     server validates inputs before the policy judges, or approvals are by elicitation and the server is not on
     *     stdio and does not {@link #checkAnswers}, or is on stdio with {@code immediateExecution(true)}, where the
     *     client's answer would not be read
     */
    @CanIgnoreReturnValue
    public ServerReport start(McpSyncServer server) {
        return servers.start(SdkServer.of(server));
    }

    /**
     * As {@link #start(McpSyncServer)}, for asynchronous servers.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded
     * @throws IllegalStateException if the server is not guarded as the policy says
     */
    @CanIgnoreReturnValue
    public ServerReport start(McpAsyncServer server) {
        return servers.start(SdkServer.of(server));
    }

    /**
     * As {@link #start(McpSyncServer)}, for stateless servers, whose clients cannot be told of other tools.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded
     * @throws IllegalStateException if the server is not guarded as the policy says
     */
    @CanIgnoreReturnValue
    public ServerReport start(McpStatelessSyncServer server) {
        return servers.start(SdkServer.of(server));
    }

    /**
     * As {@link #start(McpStatelessSyncServer)}, for asynchronous ones.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded
     * @throws IllegalStateException if the server is not guarded as the policy says
     */
    @CanIgnoreReturnValue
    public ServerReport start(McpStatelessAsyncServer server) {
        return servers.start(SdkServer.of(server));
    }

    /**
     * As {@link #start(McpSyncServer)}, for a server whose tools come and go: what {@code start} would refuse is logged as
     * a warning.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded now
     * @throws IllegalStateException if approvals are by elicitation, and the server would not read the answers, or take
     *     them from anybody
     */
    @CanIgnoreReturnValue
    public ServerReport guard(McpSyncServer server) {
        return servers.guard(SdkServer.of(server));
    }

    /**
     * As {@link #guard(McpSyncServer)}, for asynchronous servers.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded now
     */
    @CanIgnoreReturnValue
    public ServerReport guard(McpAsyncServer server) {
        return servers.guard(SdkServer.of(server));
    }

    /**
     * As {@link #guard(McpSyncServer)}, for stateless servers, whose clients cannot be told of other tools.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded now
     */
    @CanIgnoreReturnValue
    public ServerReport guard(McpStatelessSyncServer server) {
        return servers.guard(SdkServer.of(server));
    }

    /**
     * As {@link #guard(McpStatelessSyncServer)}, for asynchronous ones.
     *
     * @param server the server, its tools wrapped by this enforcer
     * @return what is guarded now
     */
    @CanIgnoreReturnValue
    public ServerReport guard(McpStatelessAsyncServer server) {
        return servers.guard(SdkServer.of(server));
    }

    /**
     * Looks at what of a server is guarded now, and at nothing else.
     *
     * @param server the server
     * @return the report
     */
    public ServerReport inspect(McpSyncServer server) {
        return servers.inspect(SdkServer.of(server));
    }

    /**
     * Looks at what of a server is guarded now, and at nothing else.
     *
     * @param server the server
     * @return the report
     */
    public ServerReport inspect(McpAsyncServer server) {
        return servers.inspect(SdkServer.of(server));
    }

    /**
     * Looks at what of a server is guarded now, and at nothing else.
     *
     * @param server the server
     * @return the report
     */
    public ServerReport inspect(McpStatelessSyncServer server) {
        return servers.inspect(SdkServer.of(server));
    }

    /**
     * Looks at what of a server is guarded now, and at nothing else.
     *
     * @param server the server
     * @return the report
     */
    public ServerReport inspect(McpStatelessAsyncServer server) {
        return servers.inspect(SdkServer.of(server));
    }

    /**
     * Stops telling a server's clients of policy changes, and lets go of the server, as is due when it closes before its
     * enforcer's policy source. The tools stay guarded.
     *
     * @param server the server; one that was not started is let be
     */
    public void stop(McpSyncServer server) {
        servers.stop(SdkServer.of(server));
    }

    /**
     * As {@link #stop(McpSyncServer)}, for asynchronous servers.
     *
     * @param server the server; one that was not started is let be
     */
    public void stop(McpAsyncServer server) {
        servers.stop(SdkServer.of(server));
    }

    private HandlerGuard gate(Tool tool) {
        return new HandlerGuard(tool, definition(tool), setting);
    }

    private ToolDefinition definition(Tool tool) {
        ToolDefinition known = guarded.definition(tool);
        return known == null ? SdkTool.definition(tool) : known;
    }

    private Tool guardedCopy(Tool tool) {
        if (guarded.contains(tool)) {
            throw new IllegalArgumentException("the tool `" + tool.name() + "` is guarded already");
        }
        Tool copy = SdkTool.copy(tool);
        guarded.add(copy, SdkTool.definition(copy));
        return copy;
    }

    private static <T> List<T> all(T[] tools, Function<T, T> wrap) {
        return Arrays.stream(tools).map(wrap).toList();
    }
}
