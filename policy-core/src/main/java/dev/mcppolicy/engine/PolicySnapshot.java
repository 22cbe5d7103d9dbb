package dev.mcppolicy.engine;

import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.model.Policy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The compiled form of the policy now in force, made anew when the policy is another.
 *
 * <p>This class is threadsafe; a policy may be compiled by two threads at once.
 */
final class PolicySnapshot {
    private final Function<Policy, CompiledPolicy> compiler;
    private volatile CompiledPolicy compiled = CompiledPolicy.none();

    PolicySnapshot(Function<Policy, CompiledPolicy> compiler) {
        this.compiler = compiler;
    }

    /** The compiled form of a policy; {@link CompiledPolicy#none} for null. */
    @SuppressWarnings("ReferenceEquality") // a source says the same policy by the same object
    CompiledPolicy of(@Nullable Policy policy) {
        if (policy == null) {
            return CompiledPolicy.none();
        }
        CompiledPolicy known = compiled;
        if (known.policy() == policy) {
            return known;
        }
        CompiledPolicy fresh = compiler.apply(policy);
        compiled = fresh;
        return fresh;
    }
}
