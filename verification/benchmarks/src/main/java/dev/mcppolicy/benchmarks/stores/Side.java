package dev.mcppolicy.benchmarks.stores;

import java.util.function.IntFunction;

/**
 * One of two things that are measured in turns.
 *
 * @param name what the table calls it
 * @param operations how many operations one run of what a thread does is: 1, or more where one is too short for the clock
 * @param work what a thread of that number does over and over; throws where it does not do it
 */
record Side(String name, int operations, IntFunction<Runnable> work) {
    static Side of(String name, IntFunction<Runnable> work) {
        return new Side(name, 1, work);
    }
}
