package dev.mcppolicy.cli.drafting;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.data.WholeFile;
import dev.mcppolicy.testkit.draft.DraftedTests;
import dev.mcppolicy.testkit.draft.TestDraft;
import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tests that a drafted policy lacks, not yet written.
 *
 * @param file the file that they are for
 * @param drafted the tests, or null where none can be drafted
 * @param text the text of the file, or null where there is nothing to write
 * @param reason why none can be drafted, or null
 */
record DraftTests(
        Path file,
        @Nullable DraftedTests drafted,
        @Nullable String text,
        @Nullable String reason) {
    private static final int SHOWN = 10;
    /** The search takes a while for each tool. */
    private static final int MOST_TOOLS = 400;

    /**
     * Drafts them.
     *
     * @param tools the file that lists the tools, if there is one
     */
    static DraftTests of(CheckedPolicy policy, DraftFiles files, Optional<Path> tools, Console screen) {
        Path file = files.nextTests();
        int count = policy.orThrow().tools().size() + policy.orThrow().hidden().size();
        if (count > MOST_TOOLS) {
            return new DraftTests(
                    file,
                    null,
                    null,
                    "the policy has " + count + " tools, and a draft is of " + MOST_TOOLS + " at most");
        }
        try (Progress progress = Progress.beforeAnswers(screen, "drafting tests", 0)) {
            progress.at(0, VisibleText.of(file.toString(), 50));
            List<PolicyTestFile> there = new ArrayList<>();
            for (Path each : files.tests()) {
                there.add(PolicyTestFile.parse(each, Files.readString(each), policy));
            }
            there.forEach(tests -> tests.cases().forEach(test -> test.run()));
            DraftedTests drafted = TestDraft.of(policy).missingFrom(there);
            String text = drafted.size() == 0
                    ? null
                    : drafted.text(
                            files.policyName(),
                            tools.flatMap(path -> beside(file, path)).orElse(null));
            return new DraftTests(file, drafted, text, null);
        } catch (InvalidTestFileException | IllegalArgumentException | AssertionError e) {
            return new DraftTests(file, null, null, VisibleText.lines(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return new DraftTests(file, null, null, "the tests that are there cannot be read");
        }
    }

    /** How a file calls another that lies in its folder or below. */
    private static Optional<String> beside(Path file, Path other) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path path = other.toAbsolutePath().normalize();
        return folder != null && path.startsWith(folder)
                ? Optional.of(folder.relativize(path).toString().replace('\\', '/'))
                : Optional.empty();
    }

    /** Writes the file, says what it holds, and whether it shows and notices everything. */
    boolean write(Console screen) {
        String name = VisibleText.of(file.toString());
        if (drafted == null) {
            screen.printError(name + ": no tests are drafted: " + reason + "\n");
            return false;
        }
        if (text != null) {
            try {
                WholeFile.create(file, text);
            } catch (IOException e) {
                throw new BadInputException(name + ": the file cannot be written, or is there", e);
            }
            List<String> shortfalls = drafted.shortfalls();
            screen.print(name + ": " + CountedNoun.of(drafted.size(), "test") + ", "
                    + (shortfalls.isEmpty()
                            ? "which show all of the policy and notice every change of it"
                            : shortfalls.size() + " things that no test was found for")
                    + "\n");
        }
        List<String> shortfalls = drafted.shortfalls();
        shortfalls.stream().limit(SHOWN).forEach(line -> screen.printError("  " + line + "\n"));
        if (shortfalls.size() > SHOWN) {
            screen.printError("  and " + (shortfalls.size() - SHOWN) + " more\n");
        }
        return shortfalls.isEmpty();
    }
}
