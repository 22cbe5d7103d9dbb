package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how many calls may run at once, alike in both formats but for what a rule of its own says beside. */
final class ConcurrencyReader {
    /** The key under which a rule says so in both formats. */
    static final String KEY = "concurrent";

    private static final List<String> KEYS = List.of("max", "scope", "lease", KeyReader.KEY);
    private static final List<String> KEYS_OF_A_RULE = Stream.concat(
                    KEYS.stream(), Stream.of("on_deny", "when", ModeReader.KEY))
            .toList();

    private final Problems problems;
    private final LimitValues values;
    private final KeyReader keys;
    /** The scope where the document names none. */
    private final Scope unnamedScope;

    ConcurrencyReader(Problems problems, Scope unnamedScope) {
        this.problems = problems;
        this.values = new LimitValues(problems);
        this.keys = new KeyReader(problems, values);
        this.unnamedScope = unnamedScope;
    }

    /**
     * Reads an object that is a rule, with its message, its mode and whom it concerns.
     *
     * @param head what the fields of a rule make its head
     */
    void rule(ObjectNode object, Function<ObjectFields, RuleHead> head, RuleCollector rules) {
        ObjectFields fields = ObjectFields.of(object, KEYS_OF_A_RULE, problems);
        RuleHead read = head.apply(fields).withMessage(fields.text("on_deny"));
        rules.setMode(ModeReader.of(fields, rules.outer(), problems));
        rules.add(read(fields, read), object);
    }

    /** Reads an object that is part of a rule. */
    void part(ObjectNode object, RuleHead head, RuleCollector rules) {
        rules.add(read(ObjectFields.of(object, KEYS, problems), head), object);
    }

    private @Nullable Concurrency read(ObjectFields fields, RuleHead head) {
        Node maxNode = fields.require("max", null);
        Integer max = maxNode == null ? null : max(maxNode);
        Scope scope = values.scope(fields.get("scope"), unnamedScope, fields.object());
        Node leaseNode = fields.get("lease");
        Duration lease = leaseNode == null ? Concurrency.DEFAULT_LEASE : lease(leaseNode);
        KeyReader.Read key = keys.of(fields);
        return max == null || scope == null || lease == null || !key.isGood()
                ? null
                : new Concurrency(head, max, scope, lease, key.key());
    }

    private @Nullable Integer max(Node node) {
        BigDecimal number = values.positive("max", node);
        if (number == null) {
            return null;
        }
        if (!isWhole(number) || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            problems.report(
                    Diagnostic.OUT_OF_RANGE,
                    node,
                    null,
                    "the calls that run at once are a whole number from 1 to " + Integer.MAX_VALUE);
            return null;
        }
        return number.intValueExact();
    }

    private @Nullable Duration lease(Node node) {
        BigDecimal seconds = ObjectFields.number(node, problems);
        if (seconds == null) {
            return null;
        }
        if (!isWhole(seconds)
                || seconds.compareTo(BigDecimal.valueOf(Concurrency.SHORTEST_LEASE.toSeconds())) < 0
                || seconds.compareTo(BigDecimal.valueOf(Concurrency.LONGEST_LEASE.toSeconds())) > 0) {
            problems.report(
                    Diagnostic.OUT_OF_RANGE,
                    node,
                    null,
                    "a lease is " + Concurrency.SHORTEST_LEASE.toSeconds() + " to "
                            + Concurrency.LONGEST_LEASE.toSeconds() + " whole seconds");
            return null;
        }
        return Duration.ofSeconds(seconds.longValueExact());
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }
}
