package dev.mcppolicy.cli.input;

import dev.mcppolicy.catalog.risk.ClassCorrections;
import dev.mcppolicy.catalog.risk.InvalidClassesException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a person says of the classes of tools. */
public final class ClassesInput {
    private ClassesInput() {}

    /**
     * The corrections of a file, all of tools that are there.
     *
     * @throws BadInputException with every problem as a person reads it, if there are any
     */
    public static ClassCorrections read(Path file, Set<String> tools) {
        ClassCorrections corrections;
        try {
            corrections = ClassCorrections.read(file);
        } catch (InvalidClassesException e) {
            throw new BadInputException(String.join("\n", e.problems()), e);
        }
        List<String> unknown = corrections.unknownTools(tools);
        if (!unknown.isEmpty()) {
            throw new BadInputException(String.join("\n", unknown));
        }
        return corrections;
    }
}
