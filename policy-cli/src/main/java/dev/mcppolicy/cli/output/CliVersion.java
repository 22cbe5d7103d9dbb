package dev.mcppolicy.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as the build wrote it down. */
public final class CliVersion implements IVersionProvider {
    CliVersion() {}

    static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(CliVersion.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"mcp-policy " + text()};
    }
}
