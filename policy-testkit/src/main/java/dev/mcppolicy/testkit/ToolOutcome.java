package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.Reservation;
import java.math.BigDecimal;
import java.util.Map;

/** How the tool ends once a call is allowed, which decides what becomes of the call's charges. */
record ToolOutcome(Kind kind, Map<String, BigDecimal> actual) {
    enum Kind {
        OK("ok"),
        TOOL_ERROR("tool error"),
        EXCEPTION("exception"),
        RELEASING_EXCEPTION("exception, which releases"),
        NOT_EXECUTED("not executed"),
        SETTLED("settled");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static final ToolOutcome OK = of(Kind.OK);

    ToolOutcome {
        actual = Map.copyOf(actual);
    }

    static ToolOutcome of(Kind kind) {
        return new ToolOutcome(kind, Map.of());
    }

    static ToolOutcome settled(Map<String, BigDecimal> actual) {
        return new ToolOutcome(Kind.SETTLED, actual);
    }

    /** This end, where a tool that throws has its charges released. */
    ToolOutcome releasedWhenThrown() {
        return kind == Kind.EXCEPTION ? of(Kind.RELEASING_EXCEPTION) : this;
    }

    boolean isReleased() {
        return kind == Kind.NOT_EXECUTED || kind == Kind.RELEASING_EXCEPTION;
    }

    /** Settles as the adapter does: what entered the tool stays charged, unless it is told otherwise. */
    void settle(Reservation reservation) {
        switch (kind) {
            case OK, TOOL_ERROR, EXCEPTION -> reservation.commit();
            case NOT_EXECUTED, RELEASING_EXCEPTION -> reservation.release();
            case SETTLED -> reservation.settle(actual);
        }
    }

    @Override
    public String toString() {
        return kind.words;
    }
}
