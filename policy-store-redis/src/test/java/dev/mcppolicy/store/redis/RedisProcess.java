package dev.mcppolicy.store.redis;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of its own, in a directory of its own, that tests start, kill, stop for a while and start again. */
final class RedisProcess implements AutoCloseable {
    /** What costs least: nothing is written. */
    static final List<String> IN_MEMORY = List.of("--save", "", "--appendonly", "no");

    /** What loses nothing that was answered. */
    static final List<String> DURABLE = List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always");

    private final Path directory;
    private final String executable;
    private final List<String> options;
    private final int port;
    private Process process;

    private RedisProcess(String executable, int port, List<String> options) throws IOException {
        this.directory = Files.createTempDirectory("redis-of-a-test");
        this.executable = executable;
        this.options = options;
        this.port = port;
        start();
    }

    /** Starts the server that Maven has. */
    static RedisProcess start(List<String> options) {
        return start(embedded(), options);
    }

    static RedisProcess start(String executable, List<String> options) {
        try {
            return new RedisProcess(executable, freePort(), options);
        } catch (IOException e) {
            throw new AssertionError("the server does not start", e);
        }
    }

    private static String embedded() {
        try {
            File file = ExecutableProvider.newJarResourceProvider().get();
            return file.getAbsolutePath();
        } catch (IOException e) {
            throw new AssertionError("there is no server for this machine", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts the server anew, with what it finds in its directory. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                InetAddress.getLoopbackAddress().getHostAddress(),
                "--dir",
                directory.toString()));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        for (int i = 0; i < 500; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException e) {
                pause();
            }
        }
        throw new IOException("the server does not listen: " + Files.readString(directory.resolve("log")));
    }

    private void pause() throws IOException {
        try {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("the server has ended: " + Files.readString(directory.resolve("log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends the server as a lost machine would, but for what its operating system still writes. */
    void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    private void waitForEnd() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the server do nothing until {@link #resume}, while its connections stay. */
    void pauseServer() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int unused = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        signal("CONT");
        kill();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
