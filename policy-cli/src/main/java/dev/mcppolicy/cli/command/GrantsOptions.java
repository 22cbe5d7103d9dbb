package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.GrantInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.grants.GrantEditException;
import dev.mcppolicy.format.grants.GrantFileEditor;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/** What all commands on grants are given. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantsOptions {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            defaultValue = "grants.json",
            description = "The file of grants (default: grants.json).")
    Path file;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    GrantFormat format;

    /** A change of the file. */
    @FunctionalInterface
    interface Change<T> {
        T in(GrantFileEditor editor) throws IOException;
    }

    /**
     * Makes a change of the file, and gives what came of it.
     *
     * @throws BadInputException if the change cannot be made; the file is as it was then
     */
    <T> T change(Console screen, InstantSource clock, Change<T> change) {
        try {
            return change.in(new GrantFileEditor(file, clock, found -> GrantInput.check(found, screen)));
        } catch (GrantEditException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException(
                    VisibleText.of(file.toString()) + ": the grants cannot be written: "
                            + VisibleText.of(String.valueOf(e.getMessage())),
                    e);
        }
    }
}
