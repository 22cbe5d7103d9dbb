package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the server, one at a time, which all callers share. A new one is used when it has been looked at: whether
 * the server keeps what it counts. One of which anything has failed is closed, and what was on its way has failed with it;
 * nothing is sent again by the client. Never blocks, but to close.
 */
final class Connections {
    private static final int MOST_WAITING = 10_000;
    /** How long after a connection that failed no other is tried. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RedisClient client;
    private final RedisURI uri;
    private final Duration attempt;
    private final AtomicReference<@Nullable Try> current = new AtomicReference<>();
    private final AtomicBoolean hasToldRisks = new AtomicBoolean();
    private volatile boolean isClosed;

    /** One connection, or what became of it. */
    private static final class Try {
        final CompletableFuture<StatefulRedisConnection<byte[], byte[]>> future = new CompletableFuture<>();
        volatile long failedNanos;
    }

    Connections(RedisUrl url, Settings settings) {
        this.attempt = settings.attempt();
        this.uri = url.uri(attempt);
        this.client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .protocolVersion(ProtocolVersion.RESP2)
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(MOST_WAITING)
                .timeoutOptions(TimeoutOptions.enabled(attempt))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(attempt)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build());
    }

    /** A connection that has been looked at, or why there is none. */
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> get() {
        while (true) {
            if (isClosed) {
                return CompletableFuture.failedFuture(new StoreException("the store is closed"));
            }
            Try last = current.get();
            if (last != null && isUsable(last)) {
                return last.future;
            }
            Try next = new Try();
            if (current.compareAndSet(last, next)) {
                closeLast(last);
                connect(next);
                return next.future;
            }
        }
    }

    private static void closeLast(@Nullable Try last) {
        StatefulRedisConnection<byte[], byte[]> connection = last == null ? null : connectionOf(last);
        if (connection != null) {
            close(connection);
        }
    }

    private static boolean isUsable(Try last) {
        if (last.future.isCompletedExceptionally()) {
            return Deadline.nanos() - last.failedNanos < PAUSE_NANOS;
        }
        StatefulRedisConnection<byte[], byte[]> connection = last.future.getNow(null);
        return connection == null || connection.isOpen();
    }

    private void connect(Try next) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> opened = new CompletableFuture<>();
        try {
            CompletableFuture<?> unused = client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                    .toCompletableFuture()
                    .whenComplete((connection, failure) -> {
                        if (failure != null) {
                            opened.completeExceptionally(failure);
                        } else if (!opened.complete(connection)) {
                            close(connection);
                        }
                    });
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
        }
        CompletableFuture<?> unused = opened.orTimeout(attempt.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(connection -> checked(connection).thenApply(none -> connection))
                .whenComplete((connection, failure) -> {
                    if (failure == null) {
                        next.future.complete(connection);
                    } else {
                        StatefulRedisConnection<byte[], byte[]> refused =
                                opened.isCompletedExceptionally() ? null : opened.getNow(null);
                        if (refused != null) {
                            close(refused);
                        }
                        next.failedNanos = Deadline.nanos();
                        next.future.completeExceptionally(Failures.causeOf(failure));
                    }
                    if (isClosed && failure == null) {
                        close(connection);
                    }
                });
    }

    private CompletionStage<?> checked(StatefulRedisConnection<byte[], byte[]> connection) {
        return connection
                .async()
                .info()
                .handle((info, failure) -> {
                    if (failure != null && !Failures.isRefused(Failures.causeOf(failure))) {
                        throw new CompletionException(Failures.causeOf(failure));
                    }
                    if (failure != null) {
                        throw new StoreException(
                                "the server cannot be asked whether it keeps counters; the user needs `+info`: "
                                        + Failures.words(failure),
                                failure);
                    }
                    ServerState state = new ServerState(info);
                    state.requireKeeping();
                    return state;
                })
                .thenCompose(state -> hasToldRisks.getAndSet(true)
                        ? CompletableFuture.completedFuture(null)
                        : tellRisks(state, connection));
    }

    private static CompletionStage<?> tellRisks(ServerState state, StatefulRedisConnection<byte[], byte[]> connection) {
        return connection.async().configGet("appendfsync").handle((settings, failure) -> {
            String appendfsync = failure == null ? ofSettings(settings) : "";
            state.risks(appendfsync).forEach(RedisLog::warning);
            return appendfsync;
        });
    }

    private static String ofSettings(Map<String, String> settings) {
        return settings.getOrDefault("appendfsync", "");
    }

    /** Says that a connection is of no more use. Whoever takes it out of use closes it. */
    void abandon(StatefulRedisConnection<byte[], byte[]> connection) {
        Try last = current.get();
        if (last != null && connectionOf(last) == connection && current.compareAndSet(last, null)) {
            close(connection);
        }
    }

    private static @Nullable StatefulRedisConnection<byte[], byte[]> connectionOf(Try last) {
        return last.future.isCompletedExceptionally() ? null : last.future.getNow(null);
    }

    private static void close(StatefulRedisConnection<byte[], byte[]> connection) {
        CompletableFuture<?> unused = connection.closeAsync();
    }

    /** Ends it, within a time. */
    void close(Duration longest) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        Try last = current.get();
        StatefulRedisConnection<byte[], byte[]> connection = last == null ? null : connectionOf(last);
        try {
            if (connection != null) {
                connection.closeAsync().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            }
            client.shutdownAsync(0, longest.toMillis(), TimeUnit.MILLISECONDS)
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            RedisLog.warning("the connection to the server could not be closed in time");
        }
    }
}
