package dev.mcppolicy.format.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

/**
 * Puts a text in the place of a file in one step, so that no reader sees half of it, and a failure leaves the file as it
 * was. What is written stands in {@code NAME.tmp} until it is whole and on the disk; a link of that name is not followed.
 */
public final class FileReplacement {
    private FileReplacement() {}

    /**
     * Writes a file, with the owner and the permissions of the one in its place.
     *
     * @param file the file itself, no symbolic link, in a folder that is there
     * @param text what it is to hold
     * @param attributes what it is made with where there is none in its place
     */
    public static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        Path whole = file.toAbsolutePath();
        Path next = whole.resolveSibling(whole.getFileName() + ".tmp");
        PosixFileAttributes mode = FileMode.of(whole);
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (mode != null) {
            FileMode.set(next, mode);
        }
        Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE);
        Path folder = whole.getParent();
        if (folder != null && !folder.getFileSystem().getSeparator().equals("\\")) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
