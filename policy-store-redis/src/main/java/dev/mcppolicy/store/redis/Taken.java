package dev.mcppolicy.store.redis;

import java.util.List;

/**
 * What is known of charges and places that were taken.
 *
 * @param atMillis when they were taken
 * @param epoch how often the clock had been put right
 * @param reservation a name that no other has, by which its places are held
 * @param befores by the index of the charge, what its counter held before
 * @param counters by the index of the charge, the id of its counter
 */
record Taken(long atMillis, String epoch, String reservation, List<Long> befores, List<String> counters) {
    /** What an answer tells from an index on. */
    static Taken of(Answer answer, int from, int charges) {
        Long[] befores = new Long[charges];
        String[] counters = new String[charges];
        for (int i = 0; i < charges; i++) {
            befores[i] = answer.number(from + 3 + 2 * i);
            counters[i] = answer.text(from + 4 + 2 * i);
        }
        return new Taken(
                answer.number(from), answer.text(from + 1), answer.text(from + 2), List.of(befores), List.of(counters));
    }
}
