package dev.mcppolicy.examples.codeconnections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The clients that {@code verification/npm} takes from the npm registry. */
final class NodeClients {
    private static final Path HOME = home();

    private NodeClients() {}

    /** Installs the clients; skips the test where that cannot be, save on CI, which must not skip. */
    static void require() throws IOException, InterruptedException {
        if (!Programs.isInstalled("node") || !Programs.isInstalled("npm")) {
            skip("Node is not installed");
        }
        Programs.Run install =
                Programs.run(HOME, List.of(HOME.resolve("install").toString()));
        if (install.exitCode() != 0) {
            skip("npm cannot install the clients: " + install.err());
        }
    }

    /** Found from wherever the tests run. */
    private static Path home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("verification").resolve("npm"))) {
            folder = folder.getParent();
        }
        return folder.resolve("verification").resolve("npm");
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
