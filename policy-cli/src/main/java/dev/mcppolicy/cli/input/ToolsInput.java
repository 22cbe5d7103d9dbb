package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.InvalidToolsException;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The tools of a server that a command is given. */
public final class ToolsInput {
    private ToolsInput() {}

    /**
     * The tools.
     *
     * @throws BadInputException with the problems as a person reads them, if there are none to be had
     */
    public static ServerTools read(String tools, Console screen) {
        try {
            return ToolsReader.read(Path.of(tools));
        } catch (InvalidPathException e) {
            throw new BadInputException("`" + VisibleText.of(tools) + "` is no path of a file", e);
        } catch (InvalidToolsException e) {
            throw new BadInputException(
                    PolicyInput.renderer(screen.colouredErr())
                            .render(e.problems(), e.document())
                            .stripTrailing(),
                    e);
        }
    }
}
