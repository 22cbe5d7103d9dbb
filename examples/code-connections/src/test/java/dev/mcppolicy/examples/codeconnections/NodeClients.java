package dev.mcppolicy.examples.codeconnections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The clients of the npm registry, installed below the build directory. */
final class NodeClients {
    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path HOME = Path.of("target", "node").toAbsolutePath();

    private NodeClients() {}

    /** Installs the clients; skips the test where that cannot be, save on CI, which must not skip. */
    static void require() throws IOException, InterruptedException {
        if (!Programs.isInstalled("node") || !Programs.isInstalled("npm")) {
            skip("Node is not installed");
        }
        boolean installed = Files.exists(HOME.resolve("node_modules")) && isCurrent();
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "connect.mjs", "drive.mjs", "approve.mjs")) {
            Files.copy(SOURCE.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!installed) {
            Programs.Run install = Programs.run(
                    HOME,
                    List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"));
            if (install.exitCode() != 0) {
                Files.delete(HOME.resolve("package.json"));
                skip("npm cannot install the clients: " + install.err());
            }
        }
    }

    private static boolean isCurrent() throws IOException {
        Path copy = HOME.resolve("package.json");
        return Files.exists(copy) && Files.mismatch(copy, SOURCE.resolve("package.json")) < 0;
    }

    private static void skip(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must not skip the real clients: " + reason);
        }
        Assumptions.abort("the real clients are skipped: " + reason);
    }

    static Programs.Run sdk(List<String> args) throws IOException, InterruptedException {
        return node(Map.of(), "drive.mjs", args);
    }

    /** A client whose person is asked for approvals; replaces the policy while one is pending. */
    static Programs.Run approvals(Path policy, Path nextPolicy, List<String> args)
            throws IOException, InterruptedException {
        Map<String, String> files = Map.of("POLICY", policy.toString(), "NEXT_POLICY", nextPolicy.toString());
        return node(files, "approve.mjs", args);
    }

    static Programs.Run inspector(List<String> args) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--cli"));
        options.addAll(args);
        return node(Map.of(), "node_modules/.bin/mcp-inspector", options);
    }

    /** The suite for servers; it looks its server up as {@code localhost}. */
    static Programs.Run conformance(String url) throws IOException, InterruptedException {
        return node(
                Map.of(),
                "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                List.of("server", "--url", url.replace("127.0.0.1", "localhost")));
    }

    private static Programs.Run node(Map<String, String> environment, String script, List<String> args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(args);
        return Programs.run(HOME, environment, command);
    }
}
