package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.OperationId;
import java.util.List;

/**
 * What is known of charges and places that were taken.
 *
 * @param id the name of the operation that took them, by which its places are held
 * @param atMillis when they were taken
 * @param epoch how often the clock had been put right
 * @param befores by the index of the charge, what its counter held before
 * @param counters by the index of the charge, the id of its counter
 */
record Taken(OperationId id, long atMillis, String epoch, List<Long> befores, List<String> counters) {
    /** What an answer tells from an index on. */
    static Taken of(OperationId id, Answer answer, int from, int charges) {
        Long[] befores = new Long[charges];
        String[] counters = new String[charges];
        for (int i = 0; i < charges; i++) {
            befores[i] = answer.number(from + 2 + 2 * i);
            counters[i] = answer.text(from + 3 + 2 * i);
        }
        return new Taken(id, answer.number(from), answer.text(from + 1), List.of(befores), List.of(counters));
    }
}
