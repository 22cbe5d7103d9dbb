package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The four kinds of tool specification, wrapped and called alike. */
enum Kind {
    SYNC {
        @Override
        Function<CallToolRequest, CallToolResult> wrapped(PolicyEnforcer enforcer, Tool tool, Handler handler) {
            var wrapped = enforcer.wrap(McpServerFeatures.SyncToolSpecification.builder()
                    .tool(tool)
                    .callHandler((exchange, request) -> handler.handle(request))
                    .build());
            return request -> wrapped.callHandler().apply(null, request);
        }
    },
    ASYNC {
        @Override
        Function<CallToolRequest, CallToolResult> wrapped(PolicyEnforcer enforcer, Tool tool, Handler handler) {
            var wrapped = enforcer.wrapAsync(McpServerFeatures.AsyncToolSpecification.builder()
                    .tool(tool)
                    .callHandler((exchange, request) -> Mono.just(handler.handle(request)))
                    .build());
            return request -> wrapped.callHandler().apply(null, request).block();
        }
    },
    STATELESS {
        @Override
        Function<CallToolRequest, CallToolResult> wrapped(PolicyEnforcer enforcer, Tool tool, Handler handler) {
            var wrapped = enforcer.wrapStateless(McpStatelessServerFeatures.SyncToolSpecification.builder()
                    .tool(tool)
                    .callHandler((context, request) -> handler.handle(request))
                    .build());
            return request -> wrapped.callHandler().apply(McpTransportContext.EMPTY, request);
        }
    },
    STATELESS_ASYNC {
        @Override
        Function<CallToolRequest, CallToolResult> wrapped(PolicyEnforcer enforcer, Tool tool, Handler handler) {
            var wrapped = enforcer.wrapStatelessAsync(McpStatelessServerFeatures.AsyncToolSpecification.builder()
                    .tool(tool)
                    .callHandler((context, request) -> Mono.just(handler.handle(request)))
                    .build());
            return request -> wrapped.callHandler()
                    .apply(McpTransportContext.EMPTY, request)
                    .block();
        }
    };

    interface Handler {
        CallToolResult handle(CallToolRequest request);
    }

    /** The tool behind the enforcer, as the SDK calls it. */
    abstract Function<CallToolRequest, CallToolResult> wrapped(PolicyEnforcer enforcer, Tool tool, Handler handler);

    static Tool tool(String name) {
        return Tool.builder(name, Map.of("type", "object")).build();
    }
}
