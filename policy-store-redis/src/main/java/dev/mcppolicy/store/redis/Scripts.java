package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts within the store's time-out, and again where an answer was lost: each knows by the name of its operation what
 * it has done already. Never blocks.
 */
final class Scripts {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final Connections connections;
    private final Settings settings;
    private final LongAdder retries = new LongAdder();
    private volatile long answeredNanos = Deadline.nanos();

    Scripts(Connections connections, Settings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    /** How often a script was sent again. */
    long retries() {
        return retries.sum();
    }

    /** Runs a script; what it answers, or the failure to be thrown. */
    CompletableFuture<Answer> run(Script script, Namespace namespace, long hintMillis, Arguments.Writer writer) {
        Run run = new Run(script, namespace, hintMillis, writer);
        run.begin();
        return run.result;
    }

    /** Done when there is a connection, which is tried for again within the time-out. */
    CompletableFuture<?> connected() {
        return connected(Deadline.after(settings.timeout()));
    }

    private CompletableFuture<?> connected(Deadline deadline) {
        return connections.get().exceptionallyCompose(failure -> {
            if (Failures.causeOf(failure) instanceof StoreException || deadline.millisLeft() <= LONGEST_PAUSE_MILLIS) {
                return CompletableFuture.failedFuture(failure);
            }
            Executor later = CompletableFuture.delayedExecutor(LONGEST_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later)
                    .thenCompose(none -> connected(deadline))
                    .thenCompose(none -> connections.get());
        });
    }

    /** Runs the script that is not told what is common to the others. */
    CompletableFuture<?> reopen(Namespace namespace, String mark) {
        AtomicLong clock = settings.clock();
        byte[] now = NamespaceKeys.ascii(clock == null ? "" : Long.toString(clock.get()));
        return once(connection -> connection
                .async()
                .eval(
                        Script.REOPEN,
                        ScriptOutputType.MULTI,
                        new byte[][] {namespace.keys().ledger()},
                        NamespaceKeys.ascii(mark),
                        now));
    }

    /** The names of all namespaces that have been counted in. */
    CompletableFuture<Set<String>> namespaces() {
        return once(connection -> connection.async().smembers(NamespaceKeys.NAMESPACES))
                .thenApply(names -> names.stream().map(KeyBytes::text).collect(Collectors.toSet()));
    }

    private <T> CompletableFuture<T> once(
            Function<StatefulRedisConnection<byte[], byte[]>, CompletionStage<T>> command) {
        return connections.get().thenCompose(command).handle((answer, failure) -> {
            if (failure != null) {
                throw Failures.of(failure);
            }
            return answer;
        });
    }

    /** One script, until it is answered or its time is over. */
    private final class Run {
        final CompletableFuture<Answer> result = new CompletableFuture<>();
        private final Deadline deadline = Deadline.after(settings.timeout());
        private final Script script;
        private final Namespace namespace;
        private final long hintMillis;
        private final Arguments.Writer writer;
        private boolean isSent;
        private long sentNanos;
        private long pauseMillis = FIRST_PAUSE_MILLIS;

        Run(Script script, Namespace namespace, long hintMillis, Arguments.Writer writer) {
            this.script = script;
            this.namespace = namespace;
            this.hintMillis = hintMillis;
            this.writer = writer;
        }

        void begin() {
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection = connections.get();
            CompletableFuture<?> unused = connection.whenComplete((opened, failure) -> {
                if (failure == null) {
                    guarded(() -> list(opened));
                } else {
                    again(failure, null);
                }
            });
        }

        /** A failure of this process's own, which must not be lost in a callback. */
        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(Failures.of(e));
            }
        }

        private void list(StatefulRedisConnection<byte[], byte[]> connection) {
            if (namespace.isListed()) {
                send(connection);
                return;
            }
            CompletionStage<?> unused = connection
                    .async()
                    .sadd(NamespaceKeys.NAMESPACES, KeyBytes.of(namespace.name()))
                    .whenComplete((added, failure) -> {
                        if (failure == null) {
                            namespace.list();
                            guarded(() -> send(connection));
                        } else {
                            again(failure, connection);
                        }
                    });
        }

        private void send(StatefulRedisConnection<byte[], byte[]> connection) {
            Arguments arguments = new Arguments(namespace, settings);
            writer.write(arguments, nowMillis());
            byte[][] keys = arguments.keys();
            byte[][] values = arguments.values();
            RedisAsyncCommands<byte[], byte[]> commands = connection.async();
            isSent = true;
            sentNanos = Deadline.nanos();
            CompletionStage<?> unused = commands.<List<?>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, values)
                    .whenComplete((parts, failure) -> {
                        if (Failures.isUnknownScript(failure)) {
                            CompletionStage<?> unusedAgain = commands.<List<?>>eval(
                                            script.source(), ScriptOutputType.MULTI, keys, values)
                                    .whenComplete((again, second) -> answered(again, second, connection));
                        } else {
                            answered(parts, failure, connection);
                        }
                    });
        }

        /** About the instant at which the server will run the script. */
        private long nowMillis() {
            AtomicLong clock = settings.clock();
            return clock == null ? namespace.millis(hintMillis) : namespace.notBeforeTold(clock.get());
        }

        private void answered(
                List<?> parts, @Nullable Throwable failure, StatefulRedisConnection<byte[], byte[]> connection) {
            if (failure != null) {
                again(failure, connection);
                return;
            }
            answeredNanos = Deadline.nanos();
            guarded(() -> take(new Answer(parts), connection));
        }

        private void take(Answer answer, StatefulRedisConnection<byte[], byte[]> connection) {
            if (answer.is("lost") && namespace.isReopened(answer.mark(), answer.number(0)) && !deadline.isPast()) {
                send(connection);
                return;
            }
            if (answer.is("lost")) {
                result.completeExceptionally(new StoreException("what was counted in the namespace `" + namespace.name()
                        + "` is gone: the server was emptied, replaced or started without it; it counts on when an"
                        + " operator reopens it"));
                return;
            }
            namespace.saw(answer.mark(), answer.nowMillis());
            // Nothing was done yet: the server's instant is another than was thought, or much was due.
            boolean isToBeRepeated = answer.is("clock") || answer.is("late") || answer.is("more");
            if (isToBeRepeated && deadline.isPast()) {
                result.completeExceptionally(new StoreException("the server's clock and its work outrun the time-out"));
            } else if (isToBeRepeated) {
                send(connection);
            } else {
                result.complete(answer);
            }
        }

        private void again(Throwable failure, @Nullable StatefulRedisConnection<byte[], byte[]> connection) {
            Throwable cause = Failures.causeOf(failure);
            if (connection != null && isBroken(cause)) {
                connections.abandon(connection);
            }
            if (cause instanceof StoreException || Failures.isRefused(cause)) {
                result.completeExceptionally(Failures.of(cause));
            } else if (deadline.millisLeft() <= pauseMillis) {
                result.completeExceptionally(isSent ? Failures.unknown(cause) : Failures.of(cause));
            } else {
                retries.increment();
                CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS)
                        .execute(() -> guarded(this::begin));
                pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            }
        }

        /** A connection that has answered others meanwhile is slow, and no other would be faster. */
        private boolean isBroken(Throwable cause) {
            boolean isSilent = cause instanceof RedisCommandTimeoutException && answeredNanos - sentNanos < 0;
            return isSilent || Failures.isElsewhere(cause);
        }
    }
}
