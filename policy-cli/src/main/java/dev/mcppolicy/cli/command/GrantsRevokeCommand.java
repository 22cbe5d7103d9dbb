package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grants revoke}: lets somebody in no more. */
@Command(
        name = "revoke",
        description = {
            "Takes a grant away with all its tokens, or one of them.",
            "",
            "Running servers refuse them when they next look at the file.",
            "",
            "Exit code 0 if it is done, 2 if there is no such grant or token.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy grants revoke support --token 4f2a1c9be07d"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantsRevokeCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private GrantsOptions options;

    @Parameters(paramLabel = "NAME", description = "The grant.")
    private String name;

    @Option(
            names = "--token",
            paramLabel = "ID",
            description = "The token to take away, by the id that list shows. The grant goes with its last one.")
    private @Nullable String id;

    GrantsRevokeCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        String token = id;
        if (token == null) {
            int revoked = options.change(screen, clock, editor -> editor.revoke(name));
            screen.print(options.format.writeRevoked(name, revoked, 0));
        } else {
            int left = options.change(screen, clock, editor -> editor.revoke(name, token));
            screen.print(options.format.writeRevoked(name, 1, left));
        }
        return ExitCode.OK;
    }
}
