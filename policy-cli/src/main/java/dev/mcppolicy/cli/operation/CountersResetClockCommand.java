package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code counters reset-clock}: puts a store's clock right. */
@Command(
        name = "reset-clock",
        description = {
            "Sets the store's clock to this machine's, after a clock that jumped ahead has been put right on all machines: a "
                    + "store never counts by an earlier instant than it has seen. Counters whose window has not begun are "
                    + "dropped.",
            "",
            "Exit code 0 if it is done, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy counters reset-clock --store sqlite:counters.db"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountersResetClockCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private CountersOptions options;

    CountersResetClockCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        long now = clock.millis();
        boolean unused = options.ask(store -> {
            store.resetClock(now);
            return true;
        });
        screen.print(options.format.writeClock(now));
        return ExitCode.OK;
    }
}
