package dev.mcppolicy.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on this machine that does to a connection what networks and servers do: it delays, stands still, resets, refuses,
 * and loses an answer after the server has done what was asked. Whoever writes a store behind a network puts it between the
 * two, and shows that nothing is taken twice and nothing hangs.
 *
 * <p>What is set holds for the connections there are and for those to come, until something else is set or {@link #heal}.
 * This class is threadsafe.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long delayNanos;
    private volatile int losesEach;
    private volatile boolean holds;
    private volatile boolean refuses;
    private volatile boolean isClosed;

    private FaultyProxy(InetSocketAddress server, ServerSocket listening) {
        this.server = server;
        this.listening = listening;
    }

    /**
     * A proxy that passes everything on.
     *
     * @param host where the server is
     * @param port the server's port; nothing needs to listen there yet
     * @return the proxy, on a port of its own
     * @throws UncheckedIOException if no port can be had
     */
    public static FaultyProxy to(String host, int port) {
        try {
            ServerSocket listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
            FaultyProxy proxy = new FaultyProxy(new InetSocketAddress(host, port), listening);
            start("faulty-proxy-accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the proxy listens.
     *
     * @return a port of the loopback address
     */
    public int port() {
        return listening.getLocalPort();
    }

    /**
     * How many connections were ever accepted.
     *
     * @return 0 or more
     */
    public int accepted() {
        return accepted.get();
    }

    /**
     * How many answers were lost.
     *
     * @return 0 or more
     */
    public int lost() {
        return lost.get();
    }

    /**
     * Passes everything on so much later, in each direction.
     *
     * @param time zero for at once
     */
    public void delay(Duration time) {
        delayNanos = time.toNanos();
        wake();
    }

    /**
     * Loses every so manyth answer of the server and resets its connection: what was asked for has been done, and who asked
     * does not know. An answer is what is read at once from the server's side.
     *
     * @param nth 1 for all, 2 for every second; 0 for none
     */
    public void loseAnswers(int nth) {
        losesEach = nth;
    }

    /** Passes nothing on and keeps every connection open, as a server that stands still does, or a path that is cut. */
    public void hold() {
        holds = true;
    }

    /** Resets whoever connects. */
    public void refuse() {
        refuses = true;
    }

    /** Resets all connections that there are. */
    public void reset() {
        connections.forEach(Connection::reset);
    }

    /** Passes everything on again; what was held comes now. */
    public void heal() {
        delayNanos = 0;
        losesEach = 0;
        holds = false;
        refuses = false;
        wake();
    }

    /** Resets all connections and listens no more. */
    @Override
    public void close() {
        isClosed = true;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reset();
            wake();
        }
    }

    private void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                start("faulty-proxy-connect", () -> connect(client));
            } catch (IOException e) {
                // Closed, or whoever wanted to connect has gone.
            }
        }
    }

    private void connect(Socket client) {
        Connection connection = new Connection(client, new Socket());
        connections.add(connection);
        if (refuses || isClosed || !connection.open()) {
            connection.reset();
            return;
        }
        start("faulty-proxy-answers", () -> connection.pump(connection.server, client, true));
        connection.pump(client, connection.server, false);
    }

    /** Waits as long as what was read is to wait; false where it is to be lost. */
    private boolean pass(boolean isAnswer) {
        if (isAnswer && losesEach > 0 && answers.incrementAndGet() % losesEach == 0) {
            lost.incrementAndGet();
            return false;
        }
        lock.lock();
        try {
            long left = delayNanos;
            while (left > 0 && !isClosed) {
                left = moved.awaitNanos(Math.min(left, delayNanos));
            }
            while (holds && !isClosed) {
                moved.await();
            }
            return !isClosed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** One client and its own connection to the server. */
    private final class Connection {
        private final Socket client;
        private final Socket server;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        boolean open() {
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(FaultyProxy.this.server);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        void pump(Socket from, Socket to, boolean isAnswer) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int read = in.read(chunk);
                while (read >= 0 && pass(isAnswer)) {
                    out.write(chunk, 0, read);
                    read = in.read(chunk);
                }
            } catch (IOException e) {
                // One side has gone, and so does the other.
            } finally {
                reset();
            }
        }

        void reset() {
            connections.remove(this);
            reset(client);
            reset(server);
        }

        private void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It has gone already.
            }
            try {
                socket.close();
            } catch (IOException e) {
                // It has gone already.
            }
        }
    }
}
