package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.GrantInput;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grants list}: who is let in. */
@Command(
        name = "list",
        description = {
            "Says which grants there are.",
            "",
            "Of each token, says its id, when it was made and when it ends. Tokens are not there to be shown.",
            "",
            "Exit code 0 if the file is read, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy grants list --file grants.json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantsListCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private GrantsOptions options;

    GrantsListCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        screen.print(options.format.write(GrantInput.read(options.file, screen), clock.instant()));
        return ExitCode.OK;
    }
}
