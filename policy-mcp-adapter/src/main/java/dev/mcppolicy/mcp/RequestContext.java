package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpTransportContextExtractor;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the ready-made {@link CallerResolver}s read from a request, carried from an HTTP transport to the tools in the
 * SDK's transport context. Knows no servlet type, so that nobody needs one:
 *
 * <pre>{@code
 * .contextExtractor(RequestContext.extractor(HttpServletRequest::getHeader, HttpServletRequest::getUserPrincipal))
 * }</pre>
 */
public final class RequestContext {
    private static final String PRINCIPAL = "dev.mcppolicy/principal";
    private static final String HEADER = "dev.mcppolicy/header/";
    private static final String AUTHORIZATION = "authorization";

    private RequestContext() {}

    /**
     * An extractor for an SDK transport, which evaluates it for every request. Takes the {@code Authorization} header,
     * the authenticated principal and the headers named.
     *
     * @param header reads a header of a request by name; null where it is missing
     * @param principal reads whom the container has authenticated; null for nobody
     * @param names further headers to take
     * @param <R> the transport's type of request
     * @return the extractor
     */
    public static <R> McpTransportContextExtractor<R> extractor(
            BiFunction<? super R, String, @Nullable String> header,
            Function<? super R, @Nullable Principal> principal,
            String... names) {
        List<String> headers = Stream.concat(Stream.of(AUTHORIZATION), Stream.of(names))
                .map(RequestContext::normal)
                .distinct()
                .toList();
        return request -> {
            Map<String, Object> values = new HashMap<>();
            for (String name : headers) {
                String value = header.apply(request, name);
                if (value != null) {
                    values.put(HEADER + name, value);
                }
            }
            Principal authenticated = principal.apply(request);
            if (authenticated != null && authenticated.getName() != null) {
                values.put(PRINCIPAL, authenticated.getName());
            }
            return McpTransportContext.create(values);
        };
    }

    static Optional<String> authorization(McpTransportContext context) {
        return header(context, AUTHORIZATION);
    }

    static Optional<String> header(McpTransportContext context, String name) {
        return text(context, HEADER + normal(name));
    }

    static Optional<String> principal(McpTransportContext context) {
        return text(context, PRINCIPAL);
    }

    /** A text of the context; an empty one names nobody. */
    private static Optional<String> text(McpTransportContext context, String key) {
        return context.get(key) instanceof String value && !value.isEmpty() ? Optional.of(value) : Optional.empty();
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
