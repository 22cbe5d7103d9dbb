package dev.mcppolicy.benchmarks.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of its own, on the port of this machine that it was given, in a directory of its own. */
final class RedisServer implements AutoCloseable {
    private final TemporaryDirectory directory;
    private final Process process;
    private final int port;

    private RedisServer(TemporaryDirectory directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts the server that Maven has. */
    static RedisServer start(List<String> options) throws IOException {
        TemporaryDirectory directory = TemporaryDirectory.make();
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                ExecutableProvider.newJarResourceProvider().get().getAbsolutePath(),
                "--port",
                Integer.toString(port),
                "--bind",
                InetAddress.getLoopbackAddress().getHostAddress(),
                "--dir",
                directory.path().toString()));
        command.addAll(options);
        RedisServer server = new RedisServer(
                directory, new ProcessBuilder(command).redirectErrorStream(true).start(), port);
        try {
            server.waitUntilReady();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Reads what the server says until it serves. It says little afterwards, which waits in the pipe. */
    private void waitUntilReady() throws IOException {
        StringBuilder said = new StringBuilder();
        Scanner lines = new Scanner(process.getInputStream(), StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String line = lines.nextLine();
            if (line.contains("Ready to accept connections")) {
                return;
            }
            said.append(line).append(System.lineSeparator());
        }
        throw new IOException("the Redis server does not start: " + said);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        directory.close();
    }
}
