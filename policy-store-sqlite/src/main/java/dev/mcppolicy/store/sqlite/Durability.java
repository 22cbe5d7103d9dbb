package dev.mcppolicy.store.sqlite;

/** What a power cut may set back. Neither loses a charge when the process is killed. */
public enum Durability {
    /** Every charge is on the disk before it is answered: a power cut sets nothing back, if the disk tells the truth. */
    FULL,
    /**
     * A charge is handed to the operating system before it is answered: a power cut or a crash of the system may set the
     * counters back to an earlier moment, by what was charged in the seconds before it, and leaves them consistent.
     */
    NORMAL
}
