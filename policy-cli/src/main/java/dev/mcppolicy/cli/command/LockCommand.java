package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.LockInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.LockReport;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolChange;
import dev.mcppolicy.tool.ToolLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lock}: writes down what is accepted of a server's tools, and says what is not as it was accepted. */
@Command(
        name = "lock",
        description = {
            "Says whether a server's tools are what a person accepted.",
            "",
            "What is accepted is written down word by word, in a file that is reviewed like code. Where that was done "
                    + "before, says in what the tools are not as they were accepted.",
            "",
            "Exit code 0 if all is as accepted or was accepted now, 1 if something is not, 2 for bad input.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy lock --tools https://example.com/mcp"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LockCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            defaultValue = "tools.lock.json",
            description = "The file of locks (default: tools.lock.json).")
    private Path file;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "What you call the server (default: default). A file holds the locks of several.")
    private String server;

    @ArgGroup
    private final Wish wish = new Wish();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write what has changed: text (default) or json.")
    private LockReport format;

    /** What is to be done where a lock is there; without any, no more than to say what has changed. */
    private static final class Wish {
        @Option(names = "--check", description = "Write nothing, also where there is no lock yet: for CI.")
        private boolean check;

        @Option(names = "--accept-all", description = "Accept all that has changed.")
        private boolean all;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Named named;
    }

    /** What is accepted by name. */
    private static final class Named {
        @Option(
                names = "--accept",
                paramLabel = "TOOL",
                arity = "1..*",
                description = "Accept these tools as they are now: what is new, what has changed, what is gone.")
        private List<String> accepted = new ArrayList<>();

        @Option(names = "--accept-instructions", description = "Accept the server's instructions as they are now.")
        private boolean instructions;
    }

    public LockCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        ServerTools offered = tools.read(screen);
        if (offered == null) {
            throw new ParameterException(spec.commandLine(), "missing required option: '--tools'");
        }
        if (server.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--server: must not be empty");
        }
        Map<String, ToolLock> locks = new TreeMap<>(LockInput.read(file, screen));
        ToolLock lock = locks.get(server);
        if (lock == null) {
            return first(locks, offered);
        }
        ToolLock next = accepting(lock, offered);
        if (!next.equals(lock)) {
            locks.put(server, next);
            LockInput.write(file, locks);
        }
        List<ToolChange> left = next.changes(offered);
        screen.print(format.write(named(), next, left, !next.equals(lock)));
        return left.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private int first(Map<String, ToolLock> locks, ServerTools offered) {
        if (wish.check || wish.named != null) {
            screen.printError(VisibleText.of(file.toString()) + ": there is no lock of a server `"
                    + VisibleText.of(server) + "` yet; `lock` without `--check` and `--accept` writes it\n");
            return wish.check ? ExitCode.NO : ExitCode.BAD_INPUT;
        }
        ToolLock lock = accepted(() -> ToolLock.of(offered));
        locks.put(server, lock);
        LockInput.write(file, locks);
        screen.print(format.write(named(), lock, List.of(), true));
        return ExitCode.OK;
    }

    private ToolLock accepting(ToolLock lock, ServerTools offered) {
        if (wish.all) {
            return accepted(() -> ToolLock.of(offered));
        }
        Named named = wish.named;
        if (named == null) {
            return lock;
        }
        ToolLock next = accepted(() -> lock.accepting(offered, named.accepted));
        return named.instructions ? next.acceptingInstructions(offered) : next;
    }

    private static ToolLock accepted(Supplier<ToolLock> lock) {
        try {
            return lock.get();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private LockReport.Named named() {
        return new LockReport.Named(file.toString(), server);
    }
}
