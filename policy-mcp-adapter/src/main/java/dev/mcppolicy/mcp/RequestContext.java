package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpTransportContextExtractor;
import java.security.Principal;
import java.util.Enumeration;
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
 * .contextExtractor(RequestContext.extractor(HttpServletRequest::getHeaders, HttpServletRequest::getUserPrincipal))
 * }</pre>
 */
public final class RequestContext {
    private static final String PRINCIPAL = "dev.mcppolicy/principal";
    private static final String HEADER = "dev.mcppolicy/header/";
    private static final String AUTHORIZATION = "authorization";

    private RequestContext() {}

    /**
     * An extractor for an SDK transport, which evaluates it for every request. Takes the {@code Authorization} headers,
     * the authenticated principal and the headers named. It wants all headers of a name, since one that is there twice
     * identifies nobody: which of the two somebody in front has looked at is not known.
     *
     * @param headers reads the headers of a request by name; none or null where it is missing
     * @param principal reads whom the container has authenticated; null for nobody
     * @param names further headers to take
     * @param <R> the transport's type of request
     * @return the extractor
     */
    public static <R> McpTransportContextExtractor<R> extractor(
            BiFunction<? super R, String, ? extends @Nullable Enumeration<String>> headers,
            Function<? super R, @Nullable Principal> principal,
            String... names) {
        List<String> taken = Stream.concat(Stream.of(AUTHORIZATION), Stream.of(names))
                .map(RequestContext::normal)
                .distinct()
                .toList();
        return request -> {
            Map<String, Object> values = new HashMap<>();
            for (String name : taken) {
                Enumeration<String> all = headers.apply(request, name);
                if (all != null && all.hasMoreElements()) {
                    String first = all.nextElement();
                    values.put(HEADER + name, all.hasMoreElements() ? List.of(first, all.nextElement()) : first);
                }
            }
            Principal authenticated = principal.apply(request);
            if (authenticated != null && authenticated.getName() != null) {
                values.put(PRINCIPAL, authenticated.getName());
            }
            return McpTransportContext.create(values);
        };
    }

    /** The {@code Authorization} headers; of several, two. */
    static List<String> authorization(McpTransportContext context) {
        Object taken = context.get(HEADER + AUTHORIZATION);
        if (taken instanceof List<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return taken instanceof String value ? List.of(value) : List.of();
    }

    /** The one header of a name; empty where there are several. */
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
