package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.TestInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.draft.DraftedTests;
import dev.mcppolicy.testkit.draft.TestDraft;
import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drafts the tests that one policy lacks: of a policy without tests, or beside the tests that there are. */
final class TestDrafting {
    private final Console screen;
    private final @Nullable Path root;
    private final @Nullable Path target;

    /**
     * A draft.
     *
     * @param root the directory that no policy and no test file lies outside of, or null
     * @param target the file to write, or null for standard output
     */
    TestDrafting(Console screen, @Nullable Path root, @Nullable Path target) {
        this.screen = screen;
        this.root = root;
        this.target = target;
    }

    /**
     * Drafts, and writes where something was found.
     *
     * @param paths one policy, or test files of one
     * @param tools the tools of the server, or null
     * @param toolsFile where they stand, or null where that is no file
     * @return the exit code
     */
    int run(List<Path> paths, @Nullable ServerTools tools, @Nullable Path toolsFile) {
        if (target != null && Files.exists(target)) {
            throw new BadInputException(shown(target) + ": the file is there already, and a draft replaces none");
        }
        boolean isPolicy = paths.size() == 1 && isPolicy(paths.get(0));
        List<PolicyTestFile> tests = isPolicy ? List.of() : TestInput.read(paths, root);
        Path policy = isPolicy ? paths.get(0) : policyOf(tests);
        CheckedPolicy checked = isPolicy
                ? PolicyInput.read(policy, tools, screen)
                : PolicyInput.checked(
                        tools == null
                                ? tests.get(0).policy()
                                : tests.get(0).policy().against(tools),
                        screen);
        DraftedTests drafted = drafted(checked, tests);
        if (drafted.size() == 0) {
            tell("nothing was drafted: ", drafted);
            return drafted.shortfalls().isEmpty() ? ExitCode.OK : ExitCode.NO;
        }
        Path directory = directoryOf(target == null ? policy : target);
        Path named = toolsFile != null ? toolsFile : tests.isEmpty() ? null : toolsOf(tests.get(0));
        String text = drafted.text(relative(directory, policy), named == null ? null : relative(directory, named));
        if (target == null) {
            screen.print(text);
        } else {
            write(target, text);
        }
        tell("drafted " + CountedNoun.of(drafted.size(), "test") + ": ", drafted);
        return ExitCode.OK;
    }

    private static boolean isPolicy(Path path) {
        return Files.isRegularFile(path) && !path.getFileName().toString().contains(".policytest.");
    }

    private static Path policyOf(List<PolicyTestFile> tests) {
        List<String> names = tests.stream()
                .map(file -> file.policy().document().name())
                .map(name -> Path.of(name).toAbsolutePath().normalize().toString())
                .distinct()
                .toList();
        if (names.size() > 1) {
            throw new BadInputException("the tests are about several policies, and a draft is of one: `"
                    + VisibleText.of(String.join("`, `", names)) + "`");
        }
        return Path.of(names.get(0));
    }

    private static DraftedTests drafted(CheckedPolicy checked, List<PolicyTestFile> tests) {
        try {
            for (PolicyTestFile file : tests) {
                file.cases().forEach(test -> test.run());
            }
        } catch (AssertionError e) {
            throw new BadInputException("nothing was drafted, since a test fails with the policy as it is: "
                    + VisibleText.lines(String.valueOf(e.getMessage())));
        }
        try {
            return TestDraft.of(checked).missingFrom(tests);
        } catch (InvalidTestFileException | AssertionError e) {
            throw new BadInputException("nothing was drafted, since the draft does not pass as it is read back: "
                    + VisibleText.lines(String.valueOf(e.getMessage())));
        }
    }

    private static @Nullable Path toolsOf(PolicyTestFile file) {
        Object top = DataDocument.read(file.file()).value();
        return top instanceof Map<?, ?> fields && fields.get("tools") instanceof String name
                ? file.file().resolveSibling(name)
                : null;
    }

    private static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return directory == null ? Path.of("/") : directory;
    }

    /** How a test file in a directory names another file. */
    private String relative(Path directory, Path file) {
        Path relative = directory.relativize(file.toAbsolutePath().normalize());
        if (root == null && relative.startsWith("..")) {
            throw new BadInputException(
                    shown(file) + ": the file lies outside `" + shown(directory)
                            + "`, and a test file names none there (write the draft beside it or above, or name a wider directory by --root)");
        }
        return relative.toString().replace('\\', '/');
    }

    /** Writes beside the file, reads that back, and gives it the file's name once it is whole and passes. */
    private void write(Path file, String text) {
        try {
            Files.createDirectories(directoryOf(file));
            Path written = file.resolveSibling("." + ProcessHandle.current().pid() + "-" + file.getFileName());
            try {
                Files.writeString(written, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                requirePassing(written);
                Files.move(written, file);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (FileAlreadyExistsException e) {
            throw new BadInputException(shown(file) + ": the file is there already, and a draft replaces none", e);
        } catch (IOException e) {
            throw new BadInputException(shown(file) + ": the file cannot be written", e);
        }
    }

    private void requirePassing(Path file) {
        try {
            PolicyTestFile read = root == null ? PolicyTestFile.read(file) : PolicyTestFile.read(file, root);
            read.cases().forEach(test -> test.run());
        } catch (InvalidTestFileException | AssertionError e) {
            throw new BadInputException("nothing was drafted, since the file does not pass as it is read back: "
                    + VisibleText.lines(String.valueOf(e.getMessage())));
        }
    }

    /** Says what came of it: beside the answer where that is the file itself. */
    private void tell(String beginning, DraftedTests drafted) {
        CoverageReport coverage = drafted.coverage();
        int shown = coverage.goals().size() - coverage.missed().size();
        StringBuilder out = new StringBuilder(beginning)
                .append("the tests show ")
                .append(shown)
                .append(" of ")
                .append(coverage.goals().size())
                .append(", and ")
                .append(
                        drafted.unnoticed() == 0
                                ? "notice every change"
                                : drafted.unnoticed() + " changes go unnoticed")
                .append(" of the policy\n");
        drafted.shortfalls()
                .forEach(
                        line -> out.append("  no test was found: ").append(line).append('\n'));
        if (target == null) {
            screen.printError(out.toString());
        } else {
            screen.print(out.toString());
        }
    }

    private static String shown(Path path) {
        return VisibleText.of(path.toString());
    }
}
