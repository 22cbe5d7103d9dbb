package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.ToolsInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.tool.ServerTools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands are given that hold a policy against the tools of its server. */
final class ToolsOptions {
    @Option(
            names = "--tools",
            paramLabel = "FILE",
            description = "Hold the policy against the tools of its server: what `tools/list` answers, in a file.")
    private @Nullable String tools;

    /** The tools, or null where none are given. */
    @Nullable
    ServerTools read(Console screen) {
        return tools == null ? null : ToolsInput.read(tools, screen);
    }
}
