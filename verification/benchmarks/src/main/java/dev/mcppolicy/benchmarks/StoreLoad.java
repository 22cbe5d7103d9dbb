package dev.mcppolicy.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Callers of many nodes at a few stores, simulated. Each caller makes a call, waits for the store, and makes the next after a
 * while that is distributed exponentially; each store takes what comes in its order, by so many workers at once. The policies of
 * the callers are spread over the stores evenly, as the namespaces of policies can be.
 *
 * @param nodes how many nodes there are
 * @param callersPerNode how many callers each has
 * @param secondsBetweenCalls how long a caller is at something else between two calls, on average
 * @param serviceMicros how long a store's worker is busy with a call
 * @param workers how many calls a store works at once: one for Redis, the processors of the machine for a database
 * @param stores how many stores there are
 * @param tripMicros how long a message to the store and its answer are on their way together
 */
record StoreLoad(
        int nodes,
        int callersPerNode,
        double secondsBetweenCalls,
        double serviceMicros,
        int workers,
        int stores,
        double tripMicros) {
    private static final double MICROS = 1e6;
    private static final long SEED = 16;
    private static final int WARM_UP = 5;

    /**
     * What came of it.
     *
     * @param perSecond decisions a second, of all callers together
     * @param busy which part of the time the stores' workers were busy
     * @param medianMicros what half of the calls took at most, the trip included
     * @param slowMicros what 99 of 100 calls took at most
     */
    record Outcome(double perSecond, double busy, double medianMicros, double slowMicros) {}

    /** A call that a caller sends, or that a worker is done with. */
    private record Event(double atMicros, int caller, boolean isDone, double sentMicros) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Double.compare(atMicros, other.atMicros);
        }
    }

    /** Runs until so many calls have been made after the first few. */
    Outcome run(int calls) {
        Random random = new Random(SEED);
        PriorityQueue<Event> events = new PriorityQueue<>();
        int callers = nodes * callersPerNode;
        for (int i = 0; i < callers; i++) {
            events.add(sent(0, i, random));
        }
        int[] busyWorkers = new int[stores];
        List<ArrayDeque<Event>> waiting = new ArrayList<>();
        for (int i = 0; i < stores; i++) {
            waiting.add(new ArrayDeque<>());
        }
        double[] latencies = new double[calls];
        int warmUp = calls / WARM_UP;
        int done = -warmUp;
        double began = 0;
        double now = 0;
        while (done < calls) {
            Event event = events.remove();
            now = event.atMicros();
            int store = event.caller() % stores;
            ArrayDeque<Event> queue = waiting.get(store);
            if (event.isDone()) {
                if (done >= 0) {
                    latencies[done] = now - event.sentMicros() + tripMicros;
                }
                done++;
                if (done == 0) {
                    began = now;
                }
                events.add(sent(now + tripMicros, event.caller(), random));
                Event next = queue.poll();
                if (next == null) {
                    busyWorkers[store]--;
                } else {
                    events.add(served(now, next));
                }
            } else if (busyWorkers[store] < workers) {
                busyWorkers[store]++;
                events.add(served(now, event));
            } else {
                queue.add(event);
            }
        }
        Arrays.sort(latencies);
        double perSecond = calls / (now - began) * MICROS;
        return new Outcome(
                perSecond,
                perSecond * serviceMicros / MICROS / (workers * stores),
                latencies[calls / 2],
                latencies[calls - 1 - calls / 100]);
    }

    private Event sent(double afterMicros, int caller, Random random) {
        double thinks = -Math.log(1 - random.nextDouble()) * secondsBetweenCalls * MICROS;
        double at = afterMicros + thinks;
        return new Event(at, caller, false, at);
    }

    private Event served(double nowMicros, Event call) {
        return new Event(nowMicros + serviceMicros, call.caller(), true, call.sentMicros());
    }
}
