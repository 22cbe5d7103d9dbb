package dev.mcppolicy.testkit.file;

import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The directory that test files and their policies lie in. What lies outside is not opened: problems quote the text that
 * they are about, and a stranger's test file is not to print other files of the machine that runs it.
 */
record TestFileTree(Path root) {
    /** The directory of a file. */
    static TestFileTree around(Path file) {
        return new TestFileTree(Objects.requireNonNullElseGet(file.getParent(), () -> Path.of("")));
    }

    /** Whether a file that exists lies here, by its name and after all links are followed. */
    boolean contains(Path file) {
        try {
            return holdsByName(file) && file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** The file that a path leads to from that of another file, which need not exist; empty if it leads out of here. */
    Optional<Path> sibling(Path file, String name) {
        try {
            Path named = Path.of(name);
            Path path = file.resolveSibling(named).normalize();
            boolean isRelative = named.getRoot() == null;
            return isRelative && holdsByName(path) && (!Files.exists(path) || contains(path))
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            // Nothing can be called so, which the directory, being no file, tells as well.
            return Optional.of(root);
        }
    }

    private boolean holdsByName(Path file) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(root.toAbsolutePath().normalize());
    }

    /** As messages call it. */
    @Override
    public String toString() {
        return "`" + (root.toString().isEmpty() ? "." : VisibleText.of(root.toString())) + "`";
    }
}
