package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the rules of one place, and finds a counter or places that are declared twice. */
final class RuleCollector {
    private final Problems problems;
    private final List<Rule> rules = new ArrayList<>(4);
    private @Nullable Set<String> counters;
    private final Mode outer;
    private Mode mode;

    RuleCollector(Problems problems) {
        this(Mode.ENFORCE, problems);
    }

    /** A collector of rules that are all in shadow mode where that is the mode of their tool or group. */
    RuleCollector(Mode outer, Problems problems) {
        this.problems = problems;
        this.outer = outer;
        this.mode = outer;
    }

    /** The mode of the tool or group. */
    Mode outer() {
        return outer;
    }

    /** Sets the mode of the rules to be added from now on. */
    void setMode(Mode next) {
        mode = next;
    }

    void add(Rule rule) {
        rules.add(mode == rule.mode() ? rule : rule.withMode(mode));
    }

    /**
     * Adds a limit.
     *
     * @param limit the limit, or null if it could not be read
     * @param place where its counter is declared
     */
    void add(@Nullable Limit limit, Node place) {
        add(limit, place, "give each limit a counter of its own");
    }

    /**
     * Adds a limit.
     *
     * @param limit the limit, or null if it could not be read
     * @param place where its counter is declared
     * @param help what to write where another limit has the counter
     */
    void add(@Nullable Limit limit, Node place, String help) {
        if (limit == null) {
            return;
        }
        if (counters == null) {
            counters = new HashSet<>();
        }
        if (counters.add(limit.counter())) {
            add(limit);
        } else {
            problems.report(Diagnostic.DUPLICATE_COUNTER, place, help, Quoted.of(limit.counter()));
        }
    }

    /**
     * Adds a concurrency rule.
     *
     * @param concurrency the rule, or null if it could not be read
     * @param place where it stands
     */
    void add(@Nullable Concurrency concurrency, Node place) {
        if (concurrency == null) {
            return;
        }
        if (rules.stream()
                .noneMatch(other -> other instanceof Concurrency rule && rule.sharesPlacesWith(concurrency))) {
            add(concurrency);
        } else {
            problems.report(
                    Diagnostic.DUPLICATE_PLACES,
                    place,
                    "leave one of them out, or give it another `scope` or `key`",
                    Quoted.of(concurrency.scope().id()));
        }
    }

    List<Rule> rules() {
        return rules;
    }
}
