package dev.mcppolicy.cli.drafting;

import dev.mcppolicy.catalog.draft.DraftAnswers;
import dev.mcppolicy.catalog.draft.DraftProfile;
import dev.mcppolicy.catalog.draft.DraftedPolicy;
import dev.mcppolicy.catalog.draft.InvalidDraftException;
import dev.mcppolicy.catalog.draft.MergedPolicy;
import dev.mcppolicy.catalog.draft.PolicyDraft;
import dev.mcppolicy.catalog.draft.UnmergeableException;
import dev.mcppolicy.catalog.risk.ClassCorrections;
import dev.mcppolicy.catalog.risk.InvalidClassesException;
import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.command.ToolsOptions;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.LockInput;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.data.WholeFile;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code draft}: writes a policy, its tests and the lock for the tools of a server, or adds to a policy what is new. */
@Command(
        name = "draft",
        description = {
            "Drafts a policy for the tools of a server, with its tests and its lock.",
            "",
            "Everything that is not listed is denied, and what a person is to look at is marked by `# draft`. Where the "
                    + "policy is there, tools that it does not name are put into it, denied; nothing that stands there "
                    + "is touched.",
            "",
            "Exit code 0 if all was written, 1 if something could not be, 2 for bad input, 3 if tools came in that the "
                    + "policy did not name.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  mcp-policy draft --tools tools.json",
            "  mcp-policy draft --out policies -- npx -y some-mcp-server"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DraftCommand implements Callable<Integer> {
    private static final String SERVER = "default";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Console screen;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR|FILE",
            defaultValue = ".",
            description = "The directory of the files, or the policy itself, which ends with .yaml (default: here).")
    private Path out;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What the tools of each class get, in the place of what is recommended.")
    private @Nullable Path profile;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "Answers to the questions that a draft asks once for many tools. What is answered at a "
                    + "terminal is kept there.")
    private @Nullable Path answers;

    @Option(names = "--classes", paramLabel = "FILE", description = "Classes of tools that you know better.")
    private @Nullable Path classes;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "After `--`: the command that starts the server, without a shell, in the place of --tools.")
    private List<String> command = new ArrayList<>();

    public DraftCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        ServerTools offered = tools.read(command, screen);
        if (offered == null) {
            throw new ParameterException(spec.commandLine(), "missing `--tools TOOLS`, or `--` and a command");
        }
        if (Files.isRegularFile(out) && !DraftFiles.isPolicy(out)) {
            throw new ParameterException(spec.commandLine(), "--out: a policy that is drafted ends with .yaml");
        }
        DraftFiles files = DraftFiles.of(out);
        if (DraftFiles.isThere(files.lock())) {
            LockInput.read(files.lock(), screen);
        }
        try {
            PolicyDraft draft = draft(offered);
            return DraftFiles.isThere(files.policy()) ? merge(draft, files, offered) : write(draft, files, offered);
        } catch (InvalidDraftException | InvalidClassesException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private PolicyDraft draft(ServerTools offered) {
        PolicyDraft draft = PolicyDraft.of(offered);
        if (classes != null) {
            ClassCorrections corrections = ClassCorrections.read(classes);
            List<String> unknown = corrections.unknownTools(offered.names());
            if (!unknown.isEmpty()) {
                throw new BadInputException(String.join("\n", unknown));
            }
            draft = draft.withClassifier(ToolClassifier.standard().with(corrections));
        }
        return profile == null ? draft : draft.withProfile(DraftProfile.read(profile));
    }

    private int write(PolicyDraft draft, DraftFiles files, ServerTools offered) throws IOException {
        DraftedPolicy drafted = answered(draft).draft();
        DraftTests tests = DraftTests.of(drafted.tested(), files, Optional.ofNullable(tools.file()), screen);
        create(files.policy(), drafted.text());
        say(files.policy(), words(drafted.policy()));
        drafted.leftOut().forEach(line -> screen.printError(line + "\n"));
        boolean all = tests.write(screen);
        all &= lock(files.lock(), offered);
        screen.print(
                "next: read " + shown(files.policy()) + " from its top, take each `# draft` away that you agree with, "
                        + "and run `mcp-policy validate` and `mcp-policy test`, with the same --tools\n");
        return all ? ExitCode.OK : ExitCode.NO;
    }

    private static String words(CheckedPolicy checked) {
        var policy = checked.orThrow();
        return CountedNoun.of(policy.tools().size(), "tool") + " under rules, "
                + policy.hidden().size() + " hidden";
    }

    private PolicyDraft answered(PolicyDraft draft) throws IOException {
        DraftAnswers given =
                answers != null && DraftFiles.isThere(answers) ? DraftAnswers.read(answers) : DraftAnswers.none();
        PolicyDraft with = draft.withAnswers(given);
        DraftAnswers more = DraftQuestions.ask(with.questions(), given, screen);
        if (answers != null && !more.text().equals(given.text())) {
            keep(answers, given, more);
        }
        return with.withAnswers(more);
    }

    /** Puts the new answers after those that a person wrote, which stay as they are. */
    private void keep(Path file, DraftAnswers given, DraftAnswers all) throws IOException {
        if (!DraftFiles.isThere(file)) {
            create(file, all.text());
            return;
        }
        String held = Files.readString(file);
        List<String> known = given.text().lines().toList();
        String added = all.text()
                .lines()
                .filter(line -> line.startsWith(" ") && !known.contains(line))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        String next = held + (held.endsWith("\n") ? "" : "\n") + added;
        if (!isSame(next, all) || !WholeFile.replace(file, held, next)) {
            screen.printError(shown(file) + ": the new answers cannot be put at its end; add them by hand:\n" + added);
        }
    }

    private static boolean isSame(String text, DraftAnswers answers) {
        try {
            return DraftAnswers.parse(text).text().equals(answers.text());
        } catch (InvalidDraftException e) {
            return false;
        }
    }

    private int merge(PolicyDraft draft, DraftFiles files, ServerTools offered) throws IOException {
        if (answers != null) {
            screen.printError("the policy is there, so no answer becomes a rule of it\n");
        }
        CheckedPolicy old = PolicyInput.read(files.policy(), screen);
        String held = Files.readString(files.policy());
        MergedPolicy merged;
        try {
            merged = draft.mergedInto(old, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        } catch (UnmergeableException e) {
            screen.printError(shown(files.policy()) + ": " + e.getMessage()
                    + "; nothing was written. These lines are what is to be added:\n");
            screen.print(e.piece());
            return ExitCode.NO;
        }
        merged.gone()
                .forEach(name -> screen.printError(
                        "`" + VisibleText.of(name, 80) + "` stands in the policy, and the server does not offer it\n"));
        merged.leftOut().forEach(line -> screen.printError(line + "\n"));
        if (merged.added().isEmpty()) {
            say(files.policy(), "names every tool, nothing was written");
            return ExitCode.OK;
        }
        DraftTests tests = DraftTests.of(merged.policy(), files, Optional.ofNullable(tools.file()), screen);
        String mark = held.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        if (!WholeFile.replace(files.policy(), held, mark + merged.text())) {
            throw new BadInputException(
                    shown(files.policy()) + ": somebody changed the policy meanwhile; nothing was written");
        }
        say(files.policy(), CountedNoun.of(merged.added().size(), "new tool") + ", denied until you decide:");
        merged.added().forEach(name -> screen.print("  " + VisibleText.of(name, 80) + "\n"));
        boolean all = tests.write(screen);
        told(files.lock(), offered);
        return all ? ExitCode.NEW : ExitCode.NO;
    }

    /** Writes the first lock; one that is there is for a person to change. */
    private boolean lock(Path file, ServerTools offered) {
        if (DraftFiles.isThere(file)) {
            return told(file, offered);
        }
        try {
            LockInput.write(file, Map.of(SERVER, ToolLock.of(offered)));
        } catch (IllegalArgumentException e) {
            screen.printError(
                    shown(file) + ": there is no lock, as " + VisibleText.of(String.valueOf(e.getMessage())) + "\n");
            return false;
        }
        say(
                file,
                "server `" + SERVER + "`, "
                        + CountedNoun.of(offered.definitions().size(), "tool") + " as they are now");
        return true;
    }

    private boolean told(Path file, ServerTools offered) {
        ToolLock lock = LockInput.read(file, screen).get(SERVER);
        if (lock != null && !lock.changes(offered).isEmpty()) {
            screen.printError(
                    shown(file) + ": not as accepted; `mcp-policy lock` says in what, and accepts by your word\n");
        }
        return true;
    }

    private static void create(Path file, String text) {
        try {
            WholeFile.create(file, text);
        } catch (IOException e) {
            throw new BadInputException(shown(file) + ": the file cannot be written, or is there", e);
        }
    }

    private void say(Path file, String what) {
        screen.print(shown(file) + ": " + what + "\n");
    }

    private static String shown(Path file) {
        return VisibleText.of(file.toString());
    }
}
