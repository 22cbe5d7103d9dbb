package dev.mcppolicy.cli.input;

import dev.mcppolicy.catalog.ToolListingException;
import dev.mcppolicy.catalog.ToolSource;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.format.InvalidToolsException;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Path;

/** The tools of a server that a command is given. */
public final class ToolsInput {
    private ToolsInput() {}

    /**
     * The tools that standard input lists.
     *
     * @throws BadInputException with what stands in the way as a person reads it, if there are none to be had
     */
    public static ServerTools ofStandardInput(Console screen) {
        Path file = Path.of(InputFile.STANDARD);
        String text = LineReader.whole(file, screen);
        try {
            return ToolsReader.parse(text, InputFile.name(file));
        } catch (InvalidToolsException e) {
            throw unlisted(e, screen);
        }
    }

    /**
     * The tools.
     *
     * @throws BadInputException with what stands in the way as a person reads it, if there are none to be had
     */
    public static ServerTools read(ToolSource source, Console screen) {
        try (Progress progress = Progress.beforeAnswers(screen, "listing tools", 0)) {
            progress.at(0, source.toString());
            return source.read();
        } catch (ToolListingException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (InvalidToolsException e) {
            throw unlisted(e, screen);
        }
    }

    private static BadInputException unlisted(InvalidToolsException e, Console screen) {
        return new BadInputException(
                PolicyInput.renderer(screen.colouredErr())
                        .render(e.problems(), e.document())
                        .stripTrailing(),
                e);
    }
}
