package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.key;
import static dev.mcppolicy.store.postgres.Limits.now;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A process that charges a database, as its standard input says: {@code round NAME CALLS SPEND} charges two counters until one
 * is full, and answers how often it was admitted; {@code endless NAME} charges until it is killed, and answers each charge.
 */
public final class ChargingProcess {
    private ChargingProcess() {}

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // Each process's clock is off by so much.
        long off = Long.parseLong(args[2]);
        try (HikariDataSource pool = Server.patientPool(Integer.parseInt(args[0]), 4);
                CounterStore store = PostgresCounterStore.builder(pool)
                        .schema(args[1])
                        .connections(4)
                        .timeout(Duration.ofSeconds(20))
                        .open()) {
            System.out.println("open");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("round")) {
                    System.out.println(round(store, off, words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
                } else {
                    endless(store, off, line.substring("endless ".length()));
                }
            }
        }
    }

    private static int round(CounterStore store, long off, String name, long calls, long spend) {
        ReserveRequest both = ReserveRequest.of(
                List.of(new Charge(key(name + " calls"), 1, calls), new Charge(key(name + " spend"), 7, spend)));
        int admitted = 0;
        while (store.reserve(both, now() + off) instanceof Reservation) {
            admitted++;
        }
        return admitted;
    }

    private static void endless(CounterStore store, long off, String name) {
        ReserveRequest both = ReserveRequest.of(
                List.of(new Charge(key(name), 1, Long.MAX_VALUE), new Charge(key("all"), 1, Long.MAX_VALUE)));
        for (int acknowledged = 1; store.reserve(both, now() + off) instanceof Reservation; acknowledged++) {
            System.out.println(acknowledged);
        }
    }
}
