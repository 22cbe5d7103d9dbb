package dev.mcppolicy.format.grants;

import dev.mcppolicy.format.document.FileMode;
import dev.mcppolicy.format.document.FileReplacement;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that one at a time replaces. The lock is a file beside it, {@code NAME.lock}, which stays: were it taken away, two
 * could hold locks of one name. What is written stands in {@code NAME.tmp} until it is whole and on the disk, and then
 * takes the file's name. Neither of the two is followed where it is a link.
 *
 * <p>This class is threadsafe.
 */
final class GrantFileLock {
    /** File locks keep processes apart, and threads of one process not. */
    private static final ReentrantLock OF_THIS_PROCESS = new ReentrantLock();

    private final Path file;
    private final Path folder;
    private final Path lock;

    GrantFileLock(Path file) {
        this.file = file.toAbsolutePath();
        Path parent = this.file.getParent();
        Path name = this.file.getFileName();
        if (parent == null || name == null) {
            throw new GrantEditException("`" + VisibleText.of(file.toString()) + "` is no file");
        }
        this.folder = parent;
        this.lock = folder.resolve(name + ".lock");
    }

    /** Replaces the file by what is made of it, while no other does; what the function throws leaves it as it is. */
    void replace(Function<@Nullable GrantDocument, String> change) throws IOException {
        OF_THIS_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(
                        lock,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        FileMode.ofNewFile(folder));
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock was lost");
            }
            FileReplacement.write(file, change.apply(found()), FileMode.ofNewFile(folder));
        } finally {
            OF_THIS_PROCESS.unlock();
        }
    }

    private @Nullable GrantDocument found() {
        if (Files.isSymbolicLink(file)) {
            throw new GrantEditException(
                    "`" + VisibleText.of(file.toString()) + "` is a symbolic link; name the file that it leads to");
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? GrantDocument.read(file) : null;
    }
}
