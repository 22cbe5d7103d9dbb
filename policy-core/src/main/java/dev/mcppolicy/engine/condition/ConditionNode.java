package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A condition, ready to be put to calls. Nodes are immutable; those that look at one value allocate nothing. */
public interface ConditionNode {
    /**
     * The outcome for a call. Where too little work is left, it means nothing, and the work says so.
     */
    Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work);

    /** Whether a rule of these conditions concerns a call at all. */
    default Truth concerns(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return Truth.TRUE;
    }

    /** What the first comparison in this node that cannot be told looks at, or null where each can be told. */
    @Nullable
    String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work);

    /** Reports every comparison in this node, with the value it finds, whether or not its outcome matters. */
    void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report);

    /** Whether this node looks at more than the arguments, so that {@link CallFacts#NONE} will not do. */
    boolean needsFacts();

    /** Whether the work of this node is counted. */
    boolean isMetered();
}
