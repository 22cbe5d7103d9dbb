package dev.mcppolicy.cli.command;

import dev.mcppolicy.catalog.ToolSource;
import dev.mcppolicy.cli.input.InputFile;
import dev.mcppolicy.cli.input.ToolsInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands are given that hold a policy against the tools of its server. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ToolsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--tools",
            paramLabel = "TOOLS",
            description =
                    "The tools of the server that the policy is for: a file with what `tools/list` answers (- is standard input), a URL, or "
                            + "`stdio:` and the command that starts the server, without a shell.")
    private @Nullable String tools;

    @Option(
            names = "--tools-header",
            paramLabel = "'NAME: VALUE'",
            description = "A header for the server at a URL; may be given several times.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--tools-timeout",
            paramLabel = "TIME",
            converter = LifetimeConverter.class,
            description = "How long a server may take to list its tools, such as 90s (default: 30s).")
    private @Nullable Duration timeout;

    /**
     * The tools, or null where none are asked for.
     *
     * @throws ParameterException if the options say nothing that can be asked
     */
    public @Nullable ServerTools read(Console screen) {
        if (tools == null) {
            if (timeout != null || !headers.isEmpty()) {
                throw problem("`--tools-header` and `--tools-timeout` belong to `--tools`");
            }
            return null;
        }
        ToolSource source = source(tools);
        return InputFile.STANDARD.equals(tools) ? ToolsInput.ofStandardInput(screen) : ToolsInput.read(source, screen);
    }

    /**
     * The tools, of a server that a command starts where there is one, or null where none are asked for.
     *
     * @param command the words of the command, perhaps none
     * @throws ParameterException if the options say nothing that can be asked, or a command is there twice
     */
    public @Nullable ServerTools read(List<String> command, Console screen) {
        if (command.isEmpty()) {
            return read(screen);
        }
        if (tools != null) {
            throw problem("`--tools` and a command after `--` say the same; leave one of them out");
        }
        String words = command.stream()
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(" "));
        return ToolsInput.read(source("stdio:" + words), screen);
    }

    /** The file that the tools are in, or null where none are asked for or they are asked of a server. */
    public @Nullable Path file() {
        try {
            Path file = tools == null ? null : Path.of(tools);
            return file != null && Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private ToolSource source(String notation) {
        try {
            ToolSource source = ToolSource.of(notation);
            for (String header : headers) {
                int colon = header.indexOf(':');
                if (colon < 0) {
                    throw problem("--tools-header: expected `NAME: VALUE`");
                }
                source = source.withHeader(
                        header.substring(0, colon).strip(),
                        header.substring(colon + 1).strip());
            }
            return timeout == null ? source : source.within(timeout);
        } catch (IllegalArgumentException e) {
            throw problem("--tools: " + VisibleText.of(String.valueOf(e.getMessage())));
        }
    }

    private ParameterException problem(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
