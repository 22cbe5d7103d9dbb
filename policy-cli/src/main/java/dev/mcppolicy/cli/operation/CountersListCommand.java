package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code counters list}: what is used, and until when. */
@Command(
        name = "list",
        description = {
            "Says of each counter whose window runs its id, the tool or group and the counter, whose calls it counts, what "
                    + "is used, and when the window ends.",
            "",
            "Exit code 0 if the store is read, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy counters list --store redis://counters.internal"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountersListCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private CountersOptions options;

    CountersListCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        screen.print(options.format.write(options.ask(store -> options.list(store, clock.millis()))));
        return ExitCode.OK;
    }
}
