package dev.mcppolicy.examples.codeconnections;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** Tells when an input has come to its end, which is how a client on stdio says goodbye. */
final class InputUntilEnd extends FilterInputStream {
    private final CountDownLatch end = new CountDownLatch(1);

    InputUntilEnd(InputStream in) {
        super(in);
    }

    void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        return seen(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return seen(super.read(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        super.close();
    }

    private int seen(int read) {
        if (read < 0) {
            end.countDown();
        }
        return read;
    }
}
