package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which small changes of a policy its tests do not notice. Immutable. */
public final class MutationReport {
    private final Policy policy;
    private final @Nullable PolicyDocument document;
    private final int total;
    private final List<Mutant> survivors;
    private final List<Mutant> equivalent;

    MutationReport(
            Policy policy,
            @Nullable PolicyDocument document,
            int total,
            List<Mutant> survivors,
            List<Mutant> equivalent) {
        this.policy = policy;
        this.document = document;
        this.total = total;
        this.survivors = List.copyOf(survivors);
        this.equivalent = List.copyOf(equivalent);
    }

    /**
     * The changes that no test noticed.
     *
     * @return an unmodifiable list in the order of the policy
     */
    public List<Mutant> survivors() {
        return survivors;
    }

    /**
     * The changes that no test could notice, each with the reason. They are not counted.
     *
     * @return an unmodifiable list in the order of the policy
     */
    public List<Mutant> equivalent() {
        return equivalent;
    }

    /**
     * How many changes count: all but the equivalent ones.
     *
     * @return zero or more
     */
    public int counted() {
        return total - equivalent.size();
    }

    /**
     * The share of the changes that some test noticed.
     *
     * @return whole percent, rounded down, so that 100 means all; 100 where there is nothing to notice
     */
    public int percent() {
        return counted() == 0 ? 100 : (counted() - survivors.size()) * 100 / counted();
    }

    /**
     * The report for a terminal: one line in all, and one for each change that no test noticed.
     *
     * @return lines, each with its end
     */
    public String text() {
        return text(Integer.MAX_VALUE);
    }

    /**
     * The report for a terminal, with the first of the changes that no test noticed alone, and how many more there are.
     *
     * @param changes how many changes to name
     * @return lines, each with its end
     */
    public String text(int changes) {
        StringBuilder out = new StringBuilder(
                "tests notice " + (counted() - survivors.size()) + " of " + counted() + " changes of the policy");
        if (!equivalent.isEmpty()) {
            out.append(" (").append(equivalent.size()).append(" more make no difference)");
        }
        out.append('\n');
        survivors.stream().limit(changes).forEach(mutant -> out.append("  no test notices: ")
                .append(words(mutant))
                .append('\n'));
        int more = survivors.size() - changes;
        if (more > 0) {
            out.append("  and ").append(more).append(" more\n");
        }
        return out.toString();
    }

    /**
     * The changes that make no difference, for a terminal: one line each, with the reason.
     *
     * @return lines, each with its end; empty if there are none
     */
    public String reasons() {
        StringBuilder out = new StringBuilder();
        for (Mutant mutant : equivalent) {
            out.append("  makes no difference: ")
                    .append(words(mutant))
                    .append(": ")
                    .append(mutant.equivalence())
                    .append('\n');
        }
        return out.toString();
    }

    /** Where a change was made, and which. */
    private String words(Mutant mutant) {
        return place(mutant) + "`" + mutant.label() + "`: " + mutant.change();
    }

    private String place(Mutant mutant) {
        PolicyDocument text = document;
        return text == null
                ? ""
                : location(mutant)
                        .map(at -> text.name() + ":" + at.line() + ": ")
                        .orElse("");
    }

    /**
     * The policy that was changed.
     *
     * @return the policy as it was
     */
    public Policy policy() {
        return policy;
    }

    /**
     * Where a change was made in the document.
     *
     * @param mutant one of {@link #survivors()} or {@link #equivalent()}
     * @return the place of the part that was changed, or else of the part around it; empty without document, and for what
     *     is not written
     */
    public Optional<Location> location(Mutant mutant) {
        PolicyDocument text = document;
        return text == null ? Optional.empty() : nearest(text, mutant.pointer());
    }

    /** Where a part stands, or the part of the document around it. */
    private static Optional<Location> nearest(PolicyDocument document, String pointer) {
        for (String part = pointer; !part.isEmpty(); part = part.substring(0, part.lastIndexOf('/'))) {
            Optional<Location> found = document.location(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text();
    }
}
