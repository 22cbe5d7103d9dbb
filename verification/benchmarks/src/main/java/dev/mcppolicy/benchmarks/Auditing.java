package dev.mcppolicy.benchmarks;

import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditLogBuilder;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A decision that is written to an audit log before it is made known, and what the disk alone would take for a line of
 * that length. The files lie on the disk of the build, not where temporary files may be kept in memory.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Auditing {
    private static final Path PARENT = Path.of("verification", "benchmarks", "target");

    /** A directory of its own for each run, gone when the run is over. */
    private static final class Place {
        private final Path directory;

        Place() {
            try {
                directory = Files.createTempDirectory(Files.createDirectories(PARENT), "audit");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Path file() {
            return directory.resolve("audit.jsonl");
        }

        void remove() throws IOException {
            List<Path> files;
            try (Stream<Path> all = Files.list(directory)) {
                files = all.toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }

    /** An engine whose decisions must be written down. */
    private static final class Audited {
        private final Place place = new Place();
        private final AuditLog log;
        private final PolicyEngine engine;

        Audited(UnaryOperator<AuditLogBuilder> options) {
            log = options.apply(AuditLog.jsonl(place.file())).open();
            engine = PolicyEngine.builder(
                            CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GRANT, CommonPolicy.UNREACHED))
                    .requiredListener(log)
                    .build();
        }

        Decision decide(Call call, Caller caller) {
            return engine.decide(ToolCall.of(call.tool(), call.arguments(), caller));
        }

        void close() throws IOException {
            log.close();
            place.remove();
        }
    }

    @State(Scope.Benchmark)
    public static class Calls {
        final Call[] calls = CallMix.allowed();
    }

    @State(Scope.Benchmark)
    public static class Written {
        final Audited audited = new Audited(options -> options);

        @TearDown(Level.Trial)
        public void close() throws IOException {
            audited.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Forced {
        final Audited audited = new Audited(AuditLogBuilder::fsync);

        @TearDown(Level.Trial)
        public void close() throws IOException {
            audited.close();
        }
    }

    /** A file and a line as long as that of an allowed call. */
    @State(Scope.Benchmark)
    public static class Bare {
        private static final int LINE_BYTES = 640;

        private final Place place = new Place();
        private final FileChannel file;

        public Bare() {
            try {
                file = FileChannel.open(place.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized int write(boolean force) throws IOException {
            int written = file.write(ByteBuffer.wrap(new byte[LINE_BYTES]));
            if (force) {
                file.force(false);
            }
            return written;
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            file.close();
            place.remove();
        }
    }

    @Benchmark
    public Decision log(Written state, Calls calls, Turn turn) {
        return state.audited.decide(turn.call(calls.calls), turn.ownCaller());
    }

    @Benchmark
    public Decision logFsync(Forced state, Calls calls, Turn turn) {
        return state.audited.decide(turn.call(calls.calls), turn.ownCaller());
    }

    /** One writer at a time. */
    @Benchmark
    public int bareWrite(Bare state) throws IOException {
        return state.write(false);
    }

    /** One writer at a time, who forces its own line alone. */
    @Benchmark
    public int bareWriteFsync(Bare state) throws IOException {
        return state.write(true);
    }
}
