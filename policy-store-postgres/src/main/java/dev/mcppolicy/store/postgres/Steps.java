package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.Step.Answered;
import dev.mcppolicy.store.postgres.database.Connections;
import dev.mcppolicy.store.postgres.database.Deadline;
import dev.mcppolicy.store.postgres.database.KeptConnections;
import dev.mcppolicy.store.postgres.database.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the database do steps: each one statement, one transaction, one round trip. A step whose outcome is not known is asked
 * again, on another connection, within the time there is; it has a name, by which the database knows what it has done.
 */
final class Steps {
    static final Schema.Scripts SCRIPTS =
            new Schema.Scripts(Steps.class, List.of("tables.sql", "steps.sql"), "version", 1);

    private static final int MOST_ATTEMPTS = 3;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Connections connections;
    private final KeptConnections kept;
    private final Schema schema;
    private final ServerClock clock;
    private final Namespaces namespaces;
    private final Settings settings;
    private final LongAdder retries = new LongAdder();
    private final Map<Procedure, String> statements = new EnumMap<>(Procedure.class);

    Steps(
            Connections connections,
            KeptConnections kept,
            Schema schema,
            ServerClock clock,
            Namespaces namespaces,
            Settings settings) {
        this.connections = connections;
        this.kept = kept;
        this.schema = schema;
        this.clock = clock;
        this.namespaces = namespaces;
        this.settings = settings;
        for (Procedure each : Procedure.values()) {
            statements.put(each, each.sql(schema.quoted()));
        }
    }

    Settings settings() {
        return settings;
    }

    ServerClock clock() {
        return clock;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    /** How often a step was asked again. */
    long retries() {
        return retries.sum();
    }

    /** Makes the tables and the steps where they are not there. */
    void makeSchema(Deadline deadline) {
        try {
            schema.make(connections, deadline);
        } catch (SQLException e) {
            throw schema.exception(e);
        }
    }

    /** Has a step done, when the store's instant is some by a guess. */
    <T> Answered<T> ask(Step<T> step, long guessMillis, Deadline deadline) {
        long guess = guessMillis;
        boolean ignoresDue = false;
        while (true) {
            boolean hadIsolation = kept.setsIsolation();
            Answered<T> answered = attempt(step, guess, ignoresDue, deadline);
            Answer answer = answered.answer();
            if (answer.status().equals("isolation")) {
                requireIsolation(hadIsolation);
                continue;
            }
            clock.saw(answer.nowMillis(), answer.epoch());
            switch (answer.status()) {
                case "due" -> {
                    settleDue(deadline);
                    ignoresDue = true;
                }
                case "clock" -> guess = answer.nowMillis();
                case "else" -> {
                    return answered;
                }
                default -> {
                    if (answer.status().equals("lost") && namespaces.isReopened(step.namespaces(), answer)) {
                        break;
                    }
                    namespaces.saw(step.namespaces(), answer);
                    return answered;
                }
            }
            if (deadline.isPast()) {
                throw new StoreException("the database did not answer in time, and nothing was done");
            }
        }
    }

    /** As {@link #ask}, when a caller's clock shows some instant. */
    <T> Answered<T> askAt(Step<T> step, long callersMillis, Deadline deadline) {
        Answered<T> answered = ask(step, clock.estimate(callersMillis), deadline);
        clock.saw(answered.answer().nowMillis(), answered.answer().epoch(), callersMillis);
        return answered;
    }

    /** Others may have asked for it meanwhile. */
    private void requireIsolation(boolean hadIsolation) {
        if (hadIsolation) {
            throw new StoreException("the database does not let the store have read committed transactions");
        }
        kept.setIsolation();
    }

    private void settleDue(Deadline deadline) {
        Step<Boolean> due =
                Step.of(Procedure.SETTLE_DUE, List.of(), (query, moment) -> query.count(settings.mostLogEntries()));
        Answered<Boolean> unused = ask(due, 0, deadline);
    }

    /** An interrupt is kept for later: it would break the connection of a virtual thread. */
    private <T> Answered<T> attempt(Step<T> step, long guess, boolean ignoresDue, Deadline deadline) {
        boolean isInterrupted = Thread.interrupted();
        boolean mayBeDone = false;
        try {
            for (int attempt = 1; ; attempt++) {
                // So that there is time for another attempt where a connection turns out to be dead.
                int millis = attempt == 1 ? Math.max(1, deadline.millisLeft() * 3 / 5) : deadline.millisLeft();
                Step.Moment moment = new Step.Moment(guess, attempt > 1);
                try {
                    return kept.use(connection -> once(connection, step, moment, millis, ignoresDue), millis, deadline);
                } catch (SQLException e) {
                    Failure failure = Failure.of(e);
                    boolean isAskedAgain = failure == Failure.UNKNOWN || failure == Failure.IN_THE_WAY;
                    mayBeDone |= failure == Failure.UNKNOWN;
                    if (!isAskedAgain || attempt == MOST_ATTEMPTS || deadline.nanosLeft() < 2 * PAUSE_NANOS) {
                        throw failure.exception(e, mayBeDone);
                    }
                    retries.increment();
                    isInterrupted |= Thread.interrupted();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> Answered<T> once(
            Connection connection, Step<T> step, Step.Moment moment, int millis, boolean ignoresDue)
            throws SQLException {
        try (Query query = new Query(connection, statement(step.procedure()))) {
            begin(query, step, millis, ignoresDue);
            step.values().bind(query, moment);
            ResultSet row = query.row();
            return new Answered<>(Answer.of(row), step.reader().read(row));
        }
    }

    private String statement(Procedure procedure) {
        String statement = statements.get(procedure);
        if (statement == null) {
            throw new IllegalStateException("every procedure has a statement");
        }
        return statement;
    }

    private void begin(Query query, Step<?> step, int millis, boolean ignoresDue) throws SQLException {
        // The server gives up before its answer would come too late.
        query.number(clock.shown()).number(clock.floor()).number(clock.epoch()).count(Math.max(1, millis * 4 / 5));
        if (step.procedure().isOfNamespaces()) {
            query.manyBytes(Namespaces.names(step.namespaces())).ids(namespaces.marks(step.namespaces()));
        }
        if (step.procedure().waitsForDue()) {
            query.is(ignoresDue);
        }
    }
}
