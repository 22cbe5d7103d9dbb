package dev.mcppolicy.schema;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.operator.ValueTest;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One schema put to one value. Remembers what came of each schema within it and each object or list within the value, so
 * that no two are put together twice. Used by one thread.
 */
final class SchemaEvaluation {
    /** Deeper than any value within a schema that was meant, and less than a stack holds. */
    private static final int DEEPEST = 1_000;

    /** A double of a larger exponent, in bits, has hundreds of digits written out. */
    private static final int FEW_BITS = 128;

    private static final int EVALUATIONS_A_LONG_DOUBLE = 20;
    /** As many parts of a value are copied in the time of one evaluation. */
    private static final int PARTS_AN_EVALUATION = 16;

    /** What cannot be told ends the evaluation; thrown without a stack trace. */
    private static final class Untold extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Untold() {
            super(null, null, false, false);
        }
    }

    /** A schema and the value it was put to, each the very object. */
    private record Pair(SchemaNode schema, Object value) {
        @Override
        @SuppressWarnings("ReferenceEquality") // equal parts at two places may be told apart, and are no less right
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair that && schema == that.schema && value == that.value;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(schema) + System.identityHashCode(value);
        }
    }

    /** What came of a pair: whether it matched, and what was seen of the value. */
    private record Outcome(boolean matches, SeenParts seen) {}

    private final Work work;
    private final String name;
    /** Whether some keyword asks what others have evaluated. */
    private final boolean asksWhatWasSeen;

    private final Map<Pair, Outcome> known = new HashMap<>();
    private final Deque<Object> path = new ArrayDeque<>();
    private int depth;
    private int trials;
    private @Nullable String mismatch;

    SchemaEvaluation(Work work, String name, boolean asksWhatWasSeen) {
        this.work = work;
        this.name = name;
        this.asksWhatWasSeen = asksWhatWasSeen;
    }

    Truth test(SchemaNode schema, @Nullable Object value) {
        try {
            return Truth.of(matches(schema, value, SeenParts.UNASKED));
        } catch (Untold e) {
            return Truth.CANNOT_TELL;
        }
    }

    /** Where and why the value does not match. */
    String mismatch() {
        return mismatch == null ? "the arguments do not match the schema" : mismatch;
    }

    /** Whether a value matches a schema; if so, what that saw is added. */
    boolean matches(SchemaNode schema, @Nullable Object value, SeenParts seen) {
        take(1);
        if (!(value instanceof Map) && !(value instanceof List)) {
            return matchesAnew(schema, value, SeenParts.UNASKED);
        }
        Pair pair = new Pair(schema, value);
        Outcome outcome = known.get(pair);
        if (outcome == null) {
            SeenParts own = asksWhatWasSeen ? new SeenParts() : SeenParts.UNASKED;
            outcome = new Outcome(matchesAnew(schema, value, own), own);
            known.put(pair, outcome);
        }
        if (outcome.matches()) {
            take(outcome.seen().size() / 16);
            seen.addAll(outcome.seen());
        }
        return outcome.matches();
    }

    private boolean matchesAnew(SchemaNode schema, @Nullable Object value, SeenParts seen) {
        if (++depth > DEEPEST) {
            take(Long.MAX_VALUE);
        }
        List<SchemaNode.Keyword> keywords = schema.keywords();
        for (int i = 0; i < keywords.size(); i++) {
            if (!keywords.get(i).holds(value, this, seen)) {
                depth--;
                return false;
            }
        }
        depth--;
        return true;
    }

    /** Whether a part of a value matches a schema. */
    boolean matchesPart(SchemaNode schema, Object key, @Nullable Object part) {
        path.addLast(key);
        boolean matches = matches(schema, part, SeenParts.UNASKED);
        path.removeLast();
        return matches;
    }

    /** Whether a value matches a schema which it need not: what is wrong then is no mismatch. */
    boolean tries(SchemaNode schema, @Nullable Object value, SeenParts seen) {
        trials++;
        boolean matches = matches(schema, value, seen);
        trials--;
        return matches;
    }

    /** As {@link #tries}, for a part of a value. */
    boolean triesPart(SchemaNode schema, @Nullable Object part) {
        return tries(schema, part, SeenParts.UNASKED);
    }

    /** Takes work, or ends. */
    void take(long evaluations) {
        if (!work.takeEvaluations(evaluations, name)) {
            throw new Untold();
        }
    }

    /** Whether a pattern is found in a text. */
    boolean finds(ValueTest pattern, String text) {
        if (!work.takePatternSteps(pattern.cost(text), name)) {
            throw new Untold();
        }
        return pattern.test(text) == Truth.TRUE;
    }

    /** The exact value of a number; ends where it cannot be told. */
    BigDecimal number(@Nullable Object value) {
        takeReading(value);
        BigDecimal number = JsonNumber.exact(value);
        if (number == null) {
            throw new Untold();
        }
        return number;
    }

    /** Takes the work of reading the exact numbers of a value: of a long double it is more than an evaluation. */
    void takeReading(@Nullable Object value) {
        if (value instanceof Double number && number != 0 && Math.abs(Math.getExponent(number)) > FEW_BITS) {
            take(EVALUATIONS_A_LONG_DOUBLE);
        } else if (value instanceof List<?> list) {
            take(list.size() / PARTS_AN_EVALUATION);
            list.forEach(this::takeReading);
        } else if (value instanceof Map<?, ?> map) {
            take(map.size() / PARTS_AN_EVALUATION);
            map.values().forEach(this::takeReading);
        }
    }

    /** Notes why the value does not match, if nothing has been noted and it must; false. */
    boolean fails(String words) {
        if (trials == 0 && mismatch == null) {
            StringBuilder place = new StringBuilder();
            path.forEach(key -> place.append('/').append(key));
            mismatch = (place.isEmpty() ? "" : place + ": ") + words;
        }
        return false;
    }
}
