package dev.mcppolicy.cli;

import dev.mcppolicy.cli.command.AuditCommand;
import dev.mcppolicy.cli.command.ClassifyCommand;
import dev.mcppolicy.cli.command.CompletionCommand;
import dev.mcppolicy.cli.command.ConvertCommand;
import dev.mcppolicy.cli.command.DiffCommand;
import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.command.ExplainCommand;
import dev.mcppolicy.cli.command.GrantsCommand;
import dev.mcppolicy.cli.command.HelpCommand;
import dev.mcppolicy.cli.command.LockCommand;
import dev.mcppolicy.cli.command.ReplayCommand;
import dev.mcppolicy.cli.command.ValidateCommand;
import dev.mcppolicy.cli.drafting.DraftCommand;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.operation.ApprovalsCommand;
import dev.mcppolicy.cli.operation.CountersCommand;
import dev.mcppolicy.cli.output.CliVersion;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.testing.TestCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line's entry. */
@Command(
        name = "mcp-policy",
        versionProvider = CliVersion.class,
        description = "Policies for MCP tool calls: check them, convert them, and see what they decide.",
        footer = {
            "",
            "Exit codes: 0 done, and the answer is not no; 1 the answer is no; 2 bad input; 3 a draft met what is new.",
            "",
            "Example:",
            "  mcp-policy validate policy.yaml"
        })
@SuppressWarnings("unused") // picocli sets the fields, and reads them alone
public final class Main {
    /** After all that a command has of its own. */
    private static final int LAST = 100;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = LAST,
            scope = ScopeType.INHERIT,
            description = "Show this text and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = LAST + 1,
            description = "Show the version and exit.")
    private boolean version;

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and what it is given
     */
    public static void main(String[] args) {
        System.exit(run(Console.ofProcess(), args));
    }

    /** Runs one command by the system's clock and gives its exit code. Whatever goes wrong is never code 0. */
    static int run(Console screen, String... args) {
        return run(screen, InstantSource.system(), args);
    }

    /** As {@link #run(Console, String...)}, by a clock. */
    static int run(Console screen, InstantSource clock, String... args) {
        int code;
        try {
            code = commandLine(screen, clock).execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            screen.printError("there is not enough memory for this input\n");
            code = ExitCode.BAD_INPUT;
        }
        screen.err().flush();
        if (screen.out().checkError() && code == ExitCode.OK) {
            screen.printError("the output could not be written\n");
            return ExitCode.BAD_INPUT;
        }
        return code;
    }

    /** All commands, as they are called. */
    static CommandLine commandLine(Console screen, InstantSource clock) {
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new ValidateCommand(screen))
                .addSubcommand(new ConvertCommand(screen))
                .addSubcommand(new ExplainCommand(screen))
                .addSubcommand(new ReplayCommand(screen))
                .addSubcommand(new TestCommand(screen, clock))
                .addSubcommand(AuditCommand.of(screen))
                .addSubcommand(new DiffCommand(screen))
                .addSubcommand(new LockCommand(screen))
                .addSubcommand(new ClassifyCommand(screen))
                .addSubcommand(new DraftCommand(screen, clock))
                .addSubcommand(GrantsCommand.of(screen, clock))
                .addSubcommand(ApprovalsCommand.of(screen, clock))
                .addSubcommand(CountersCommand.of(screen, clock))
                .addSubcommand(new CompletionCommand(screen))
                .addSubcommand(new HelpCommand(screen));
        keepOrder(commands);
        return commands.setOut(writer(screen.out()))
                .setErr(writer(screen.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(screen.colouredOut() ? Ansi.ON : Ansi.OFF))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, args) -> refuse(screen, failure, args))
                .setExecutionExceptionHandler((failure, command, result) -> fail(screen, failure));
    }

    /** Shows options in the order in which a command has them: what it needs comes first. */
    private static void keepOrder(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
        command.getSubcommands().values().forEach(Main::keepOrder);
    }

    private static int refuse(Console screen, ParameterException failure, String... args) {
        screen.printError(UsageProblem.text(failure, args));
        return ExitCode.BAD_INPUT;
    }

    private static int fail(Console screen, Exception failure) {
        if (failure instanceof BadInputException) {
            screen.printError(failure.getMessage() + "\n");
        } else {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            screen.printError("internal error: " + trace.toString().replace("\t", "    "));
        }
        return ExitCode.BAD_INPUT;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
