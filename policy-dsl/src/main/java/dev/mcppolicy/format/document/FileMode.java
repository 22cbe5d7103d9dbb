package dev.mcppolicy.format.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what with a file, where the file system says so by POSIX permissions; elsewhere nobody is known to. */
public final class FileMode {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> WRITING =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> READING =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private FileMode() {}

    /** Whether others than its owner may write a file, links followed. */
    public static boolean isWritableByOthers(Path file) {
        return allowsAny(file, WRITING);
    }

    /** Whether others than its owner may read a file, links followed. */
    public static boolean isReadableByOthers(Path file) {
        return allowsAny(file, READING);
    }

    /** What a new file is made with, so that it is its owner's alone from the first moment on. */
    public static FileAttribute<?>[] ofNewFile(Path folder) {
        return Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)};
    }

    /** Whose a file is, and who may do what with it; null where there is none or the file system does not say. */
    static @Nullable PosixFileAttributes of(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view == null ? null : view.readAttributes();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Makes a file as another is: whoever reads that one, as a server of another user does by its group, reads this too.
     *
     * @throws IOException if it cannot be made so, as by a user who is not in the group
     */
    static void set(Path file, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!now.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    /** What cannot be read of a file that is there counts as allowed, so that such a file is not trusted. */
    private static boolean allowsAny(Path file, Set<PosixFilePermission> wanted) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view != null && !Collections.disjoint(view.readAttributes().permissions(), wanted);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
