package dev.mcppolicy.store.sqlite.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A file that is its owner's alone, by the one path that it has whatever name it is opened by. */
public final class OwnerFile {
    private static final String OWNER_ONLY = "rw-------";

    private OwnerFile() {}

    /**
     * The path of a file that is there or can be made.
     *
     * @throws NoSuchFileException if there is no directory for it; the message says so
     */
    public static Path real(Path given) throws IOException {
        Path absolute = given.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null || !Files.isDirectory(parent)) {
            throw new NoSuchFileException("there is no directory for `" + given.getFileName() + "`");
        }
        return parent.toRealPath().resolve(name);
    }

    /** Makes a file with rights for its owner alone; one that is there keeps the rights that it has. */
    public static void make(Path file) throws IOException {
        boolean knowsOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = knowsOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
        try {
            Path unused = Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // It keeps the rights that it has.
        }
    }

    /**
     * What the operating system calls the file that a path leads to: a file that has been emptied is another.
     *
     * @return null where it has no name for it
     * @throws NoSuchFileException if there is no file
     */
    public static @Nullable Object key(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() == 0 ? "empty" : attributes.fileKey();
    }
}
