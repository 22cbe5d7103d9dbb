package dev.mcppolicy.benchmarks;

/** Something that decides on calls by the common policy. */
@FunctionalInterface
interface Contender {
    /** Whether a call may run. */
    boolean allows(Call call);
}
