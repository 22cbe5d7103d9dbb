package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the proxy does to a server that answers each byte with the next one. */
@Timeout(30)
class FaultyProxyTest {
    private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private FaultyProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
        proxy = FaultyProxy.to("127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                asked.add(read);
                socket.getOutputStream().write(read + 1);
            }
        } catch (IOException e) {
            // Reset, as it is to be.
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int ask(Socket socket, int number) throws IOException {
        socket.getOutputStream().write(number);
        return socket.getInputStream().read();
    }

    @Test
    void it_passes_everything_on() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 7)).isEqualTo(8);
            assertThat(ask(socket, 8)).isEqualTo(9);
        }
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void a_lost_answer_is_of_what_has_been_done() throws IOException {
        proxy.loseAnswers(2);
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(2);
            assertThatThrownBy(() -> ask(socket, 3)).isInstanceOf(IOException.class);
        }
        assertThat(asked).containsExactly(1, 3);
        assertThat(proxy.lost()).isEqualTo(1);
    }

    @Test
    void what_is_held_comes_when_all_is_well_again() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(2);
            proxy.hold();
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> ask(socket, 3)).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(0);
            proxy.heal();
            assertThat(socket.getInputStream().read()).isEqualTo(4);
        }
    }

    @Test
    void a_delay_is_in_both_directions() throws IOException {
        proxy.delay(Duration.ofMillis(50));
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            assertThat(ask(socket, 1)).isEqualTo(2);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void a_reset_ends_what_there_is_and_lets_others_connect() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(2);
            proxy.reset();
            assertThatThrownBy(() -> {
                        ask(socket, 3);
                        ask(socket, 5);
                    })
                    .isInstanceOf(IOException.class);
        }
        try (Socket socket = connect()) {
            assertThat(ask(socket, 7)).isEqualTo(8);
        }
    }

    @Test
    void who_is_refused_is_reset() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        ask(socket, 1);
                        ask(socket, 2);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }
}
