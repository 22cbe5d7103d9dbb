package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.grants.IssuedToken;
import dev.mcppolicy.text.VisibleText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grants add}: lets somebody in. */
@Command(
        name = "add",
        description = {
            "Adds a grant and prints its token, once.",
            "",
            "The file keeps a digest. A file that is not there is made, readable by its owner alone.",
            "",
            "Exit code 0 if the grant is added, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy grants add support --principal alice --expires 90d"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantsAddCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private GrantsOptions options;

    @Parameters(paramLabel = "NAME", description = "The name by which limits count and policies are chosen.")
    private String name;

    @Option(names = "--principal", paramLabel = "WHO", description = "Whom the grant is given to.")
    private @Nullable String principal;

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "What else is known of the caller. May be given several times.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = LifetimeConverter.class,
            description = "How long the token stands, such as 90d or 24h. Without it, until it is revoked.")
    private @Nullable Duration lifetime;

    GrantsAddCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (principal != null && principal.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--principal: a principal must not be empty");
        }
        IssuedToken token = options.change(screen, clock, editor -> editor.add(name, principal, attributes, lifetime));
        screen.print(options.format.write(name, token));
        screen.printError("the token of `" + VisibleText.of(name) + "` is shown this once\n");
        return ExitCode.OK;
    }
}
