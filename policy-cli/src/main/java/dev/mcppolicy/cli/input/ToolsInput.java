package dev.mcppolicy.cli.input;

import dev.mcppolicy.catalog.ToolListingException;
import dev.mcppolicy.catalog.ToolSource;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.format.InvalidToolsException;
import dev.mcppolicy.tool.ServerTools;

/** The tools of a server that a command is given. */
public final class ToolsInput {
    private ToolsInput() {}

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
            throw new BadInputException(
                    PolicyInput.renderer(screen.colouredErr())
                            .render(e.problems(), e.document())
                            .stripTrailing(),
                    e);
        }
    }
}
