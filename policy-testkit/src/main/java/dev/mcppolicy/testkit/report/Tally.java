package dev.mcppolicy.testkit.report;

/**
 * How many of so many.
 *
 * @param done zero to {@code of}
 * @param of zero or more
 */
record Tally(int done, int of) {
    static final Tally NOTHING = new Tally(0, 0);

    Tally plus(Tally other) {
        return new Tally(done + other.done, of + other.of);
    }

    int missing() {
        return of - done;
    }

    /** Whole percent, rounded down, so that 100 means all; 100 of nothing. */
    int percent() {
        return of == 0 ? 100 : (int) (done * 100L / of);
    }

    @Override
    public String toString() {
        return done + " of " + of;
    }
}
