package dev.mcppolicy.consumer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A running MCP server, asked line by line over its standard input and output as a client asks. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter input;
    private final BufferedReader output;
    private int lastId;

    private ServerProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts `java` with these arguments, and shakes hands. */
    static ServerProcess start(Path directory, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ServerProcess server =
                new ServerProcess(new ProcessBuilder(Stream.concat(Stream.of(java), List.of(arguments).stream())
                                .toList())
                        .directory(directory.toFile())
                        .redirectError(directory.resolve("server.log").toFile())
                        .start());
        server.ask("initialize", """
                {"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"consumer","version":"1"}}""");
        server.send("""
                {"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return server;
    }

    String call(String tool, String arguments) throws IOException {
        return ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    /** The line that answers. */
    String ask(String method, String parameters) throws IOException {
        lastId++;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + lastId + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
        String line = output.readLine();
        while (line != null && !line.contains("\"id\":" + lastId)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new AssertionError("the server left without an answer to " + method);
        }
        return line;
    }

    private void send(String message) throws IOException {
        input.write(message.strip());
        input.newLine();
        input.flush();
    }

    @Override
    public void close() throws IOException {
        input.close();
        process.destroy();
    }
}
