package dev.mcppolicy.store.sqlite;

import java.security.SecureRandom;

/** Names that two files, or two processes, have in common never. */
final class FileId {
    static final int BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private FileId() {}

    static byte[] random() {
        byte[] id = new byte[BYTES];
        RANDOM.nextBytes(id);
        return id;
    }
}
