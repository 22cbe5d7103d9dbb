package dev.mcppolicy.cli.command;

import dev.mcppolicy.audit.AuditAnchor;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.cli.input.AuditLogs;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code audit verify}: follows the chains of audit logs. */
@Command(
        name = "verify",
        description = {
            "Says whether anybody has touched an audit log.",
            "",
            "Follows the chain of hashes through a log and the full files beside it, and says which lines were edited, "
                    + "removed, added or moved, and which files are missing or do not belong.",
            "",
            "The chain alone cannot show that lines were cut off at the end, that the last one was edited, or that "
                    + "the log was written anew. An anchor does: the number and hash of a line, kept elsewhere.",
            "",
            "Exit code 0 if all logs are intact, 1 if not, 2 if a log is not there or cannot be read.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy audit verify audit.jsonl"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditVerifyCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Logs, each by the name it was opened with, or directories of logs.")
    private List<Path> paths;

    @Option(
            names = "--anchor",
            paramLabel = "LINE:HASH",
            description = "A line that must be there as it was: its number in the log, and its SHA-256. May be given "
                    + "several times, for one log.")
    private List<String> anchors = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "LINE",
            description = "The number of the line that the log now begins with, where older files were taken away. The "
                    + "anchor of the line before says the same.")
    private @Nullable Long from;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    private AuditFormat format;

    AuditVerifyCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        AuditAnchor[] expected = anchors.stream().map(this::anchor).toArray(AuditAnchor[]::new);
        List<Path> logs = AuditLogs.in(paths);
        if (expected.length > 0 && logs.size() > 1) {
            throw wrong("--anchor: an anchor is of one log, and " + logs.size() + " are given");
        }
        if (from != null && logs.size() > 1) {
            throw wrong("--from: a line is of one log, and " + logs.size() + " are given");
        }
        if (from != null && from < 1) {
            throw wrong("--from: the number of a line is at least 1, not " + from);
        }
        List<AuditFormat.Verified> verified = new ArrayList<>();
        try (Progress progress = Progress.beforeAnswers(screen, "verifying", logs.size())) {
            for (Path log : logs) {
                progress.at(verified.size(), VisibleText.of(log.toString(), 50));
                verified.add(new AuditFormat.Verified(log, verify(log, expected)));
            }
        }
        screen.print(format.write(verified, screen.colouredOut()));
        boolean intact = verified.stream().allMatch(each -> each.report().isIntact());
        if (intact && expected.length == 0) {
            screen.printError("without --anchor, lines cut off at the end and a log written anew do not show\n");
        }
        return intact ? ExitCode.OK : ExitCode.NO;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private AuditReport verify(Path log, AuditAnchor... anchors) {
        try {
            return from == null ? AuditVerifier.verify(log, anchors) : AuditVerifier.verifyFrom(log, from, anchors);
        } catch (IOException e) {
            throw new BadInputException(VisibleText.of(log.toString()) + ": the log cannot be read", e);
        }
    }

    private AuditAnchor anchor(String text) {
        int colon = text.indexOf(':');
        try {
            return new AuditAnchor(Long.parseLong(text.substring(0, Math.max(0, colon))), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--anchor: `" + text + "` is not the number of a line, a colon and 64 lowercase hexadecimal digits",
                    e);
        }
    }
}
