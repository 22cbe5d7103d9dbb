package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of a server's transport, which the SDK keeps in private fields. What cannot be known is null.
 *
 * @param isStdio whether it is standard input and output, where one client is all that there is; null where unknown
 * @param checkedBy who checks the answers that come over it, or null
 * @param requestTimeout how long the server waits for what it asks a client, or null
 */
public record SdkTransport(
        @Nullable Boolean isStdio,
        @Nullable AnswerCheck checkedBy,
        @Nullable Duration requestTimeout) {
    /** Where nothing is asked of a client. */
    public static final SdkTransport NONE = new SdkTransport(null, null, null);

    /** A transport of ours around another. */
    public interface Wrapping {
        /** The other. */
        Object inner();

        /** Who checks the answers, or null. */
        @Nullable
        AnswerCheck answers();

        /** What makes the server's sessions; null before the server has said so. */
        @Nullable
        Object sessions();
    }

    /** Of a server on one of the SDK's two kinds of connected transports. */
    public static SdkTransport of(Object asyncServer) {
        Object provider = field(asyncServer, "mcpTransportProvider");
        Object sessions = null;
        AnswerCheck answers = null;
        while (provider instanceof Wrapping wrapping) {
            sessions = sessions == null ? wrapping.sessions() : sessions;
            answers = answers == null ? wrapping.answers() : answers;
            provider = wrapping.inner();
        }
        if (provider == null) {
            return new SdkTransport(null, answers, null);
        }
        boolean isStdio = provider instanceof StdioServerTransportProvider;
        return new SdkTransport(isStdio, answers, requestTimeout(sessions == null ? sessions(provider) : sessions));
    }

    /** What makes a transport's sessions, or, on stdio, the only one. */
    private static @Nullable Object sessions(Object provider) {
        Object factory = field(provider, "sessionFactory");
        return factory == null ? field(provider, "session") : factory;
    }

    /** The SDK keeps it in a field of its own name, or as the one duration that a lambda needs. */
    private static @Nullable Duration requestTimeout(@Nullable Object sessions) {
        if (sessions == null) {
            return null;
        }
        if (field(sessions, "requestTimeout") instanceof Duration named) {
            return named;
        }
        List<Duration> captured = durations(sessions);
        return captured.size() == 1 ? captured.get(0) : null;
    }

    private static List<Duration> durations(Object lambda) {
        try {
            return Arrays.stream(lambda.getClass().getDeclaredFields())
                    .filter(field -> field.getType() == Duration.class && !Modifier.isStatic(field.getModifiers()))
                    .map(field -> value(field, lambda))
                    .filter(Duration.class::isInstance)
                    .map(Duration.class::cast)
                    .toList();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** The value of a private field, also an inherited one; null where there is none, or none that can be read. */
    public static @Nullable Object field(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            try {
                return value(type.getDeclaredField(name), owner);
            } catch (NoSuchFieldException | RuntimeException e) {
                // The next class may have it.
            }
        }
        return null;
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
