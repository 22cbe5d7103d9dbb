package dev.mcppolicy.catalog;

import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The end of what a process writes to its standard error, which is read to its end: a process whose output nobody takes
 * stands still. This class is threadsafe.
 */
final class ErrorTail {
    private static final int KEPT = 4096;
    private static final int MOST_LINES = 10;
    private static final int LONGEST_LINE = 200;
    private static final long LONGEST_WAIT_MILLIS = 500;

    private final byte[] last = new byte[KEPT];
    private long written;
    private final Thread thread;

    private ErrorTail(InputStream in) {
        this.thread = new Thread(() -> drain(in), "tool-listing-errors");
        thread.setDaemon(true);
    }

    static ErrorTail of(InputStream in) {
        ErrorTail tail = new ErrorTail(in);
        tail.thread.start();
        return tail;
    }

    private void drain(InputStream in) {
        byte[] piece = new byte[KEPT];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                keep(piece, count);
            }
        } catch (IOException e) {
            // The process was ended.
        }
    }

    private synchronized void keep(byte[] piece, int count) {
        for (int i = 0; i < count; i++) {
            last[(int) (written++ % KEPT)] = piece[i];
        }
    }

    /** Waits a little for the process to have said all that it says. */
    void awaitEnd() throws InterruptedException {
        thread.join(LONGEST_WAIT_MILLIS);
    }

    /** The last lines, each after a line break and fit to be shown. */
    String text() {
        List<String> lines = new String(bytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !VisibleText.isBlank(line))
                .toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - MOST_LINES))
                .map(line -> "\n  " + VisibleText.of(line, LONGEST_LINE))
                .collect(Collectors.joining());
    }

    private synchronized byte[] bytes() {
        int length = (int) Math.min(written, KEPT);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = last[(int) ((written - length + i) % KEPT)];
        }
        return bytes;
    }
}
