package dev.mcppolicy.cli.input;

import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test files that a command is given, by name or by directory. */
public final class TestInput {
    private TestInput() {}

    /**
     * All files, each once, in the order given.
     *
     * @param root the directory that holds all policies and test files, or null for that of each path given
     * @throws BadInputException with every problem of every file, if one is no test file; if a directory holds none
     */
    public static List<PolicyTestFile> read(List<Path> paths, @Nullable Path root) {
        Map<Path, PolicyTestFile> files = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            try {
                for (PolicyTestFile file : read(path, root)) {
                    files.putIfAbsent(file.file().toRealPath(), file);
                }
            } catch (InvalidTestFileException e) {
                problems.addAll(e.problems());
            } catch (IllegalArgumentException | UncheckedIOException e) {
                problems.add(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                problems.add(path + ": the file cannot be read");
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(VisibleText.lines(String.join("\n", problems)));
        }
        return List.copyOf(files.values());
    }

    private static List<PolicyTestFile> read(Path path, @Nullable Path root) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no file or directory `" + path + "`");
        }
        if (Files.isDirectory(path)) {
            return root == null ? PolicyTestFile.readAll(path) : PolicyTestFile.readAll(path, root);
        }
        return List.of(root == null ? PolicyTestFile.read(path) : PolicyTestFile.read(path, root));
    }
}
