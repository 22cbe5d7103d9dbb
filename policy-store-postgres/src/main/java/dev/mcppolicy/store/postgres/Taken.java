package dev.mcppolicy.store.postgres;

import java.util.UUID;

/**
 * What is known of charges and places that were taken.
 *
 * @param id the name of the request
 * @param taking what no other reservation has, by which its places are held
 * @param epoch how often the clock had been put right
 * @param befores by the index of the charge, what its counter held before
 * @param numbers by the index of the charge, the number of its counter's window
 * @param ats by the index of the charge, when it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Taken(UUID id, UUID taking, long epoch, long[] befores, long[] numbers, long[] ats) {
    static Taken of(UUID id, Answer answer) {
        UUID taking = answer.taking();
        return new Taken(
                id,
                taking == null ? id : taking,
                answer.takenEpoch(),
                answer.befores(),
                answer.numbers(),
                answer.ats());
    }
}
