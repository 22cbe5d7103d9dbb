package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.output.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code counters reopen}: counts on after a loss. */
@Command(
        name = "reopen",
        description = {
            "Has all servers that share a store count on from what is there in a namespace of which they have noticed that "
                    + "what was counted is gone, and which they deny until then. What is gone is not brought back: put a "
                    + "backup in its place before, or every limit begins anew.",
            "",
            "Exit code 0 if it is done, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy counters reopen shops --store redis://counters.internal"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountersReopenCommand implements Callable<Integer> {
    private final Console screen;

    @Mixin
    private ReopenedStore store;

    @Parameters(
            paramLabel = "NAMESPACE",
            description = "What the engine was given as such, or else the name of its first policy.")
    private String namespace;

    CountersReopenCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        store.reopen(namespace);
        screen.print(store.format.writeReopened(namespace));
        return ExitCode.OK;
    }
}
