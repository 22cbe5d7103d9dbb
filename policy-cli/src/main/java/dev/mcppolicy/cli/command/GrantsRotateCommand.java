package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.grants.IssuedToken;
import dev.mcppolicy.text.VisibleText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grants rotate}: gives somebody another token. */
@Command(
        name = "rotate",
        description = {
            "Makes a new token for a grant and prints it, once.",
            "",
            "The other tokens of the grant end after the overlap, or when they would have ended before.",
            "",
            "Exit code 0 if the token is made, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy grants rotate support --overlap 24h"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantsRotateCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private GrantsOptions options;

    @Parameters(paramLabel = "NAME", description = "The grant.")
    private String name;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = LifetimeConverter.class,
            description = "How long the other tokens stand on (default: 24h); 0s ends them at once.")
    private Duration overlap;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = LifetimeConverter.class,
            description = "How long the new token stands, such as 90d or 24h. Without it, until it is revoked.")
    private @Nullable Duration lifetime;

    GrantsRotateCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        IssuedToken token = options.change(screen, clock, editor -> editor.rotate(name, overlap, lifetime));
        screen.print(options.format.write(name, token));
        screen.printError("the token of `" + VisibleText.of(name) + "` is shown this once\n");
        return ExitCode.OK;
    }
}
