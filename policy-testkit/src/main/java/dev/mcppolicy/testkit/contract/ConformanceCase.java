package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One policy of the {@link ConformanceCorpus}, in each of its forms, and what it decides.
 *
 * @param name what the case is called
 * @param policyLayer the policy in the PolicyLayer format, as JSON
 * @param intercept the policy in the Intercept format, as YAML
 * @param policy the policy as the Java DSL builds it
 * @param steps calls that are made one after the other, against counters that are kept between them
 */
public record ConformanceCase(String name, String policyLayer, String intercept, Policy policy, List<Step> steps) {
    /** Copies the steps. */
    public ConformanceCase {
        steps = List.copyOf(steps);
    }

    /** What is decided on a call. */
    public enum Verdict {
        /** It may run. */
        ALLOWED,
        /** It may not. */
        DENIED,
        /** A human is asked. */
        APPROVAL
    }

    /**
     * A call, and what is decided on it.
     *
     * @param line where it stands in the corpus, from 1
     * @param at when it is made; never before the step ahead of it
     * @param call the call
     * @param verdict what is decided
     * @param code why it is denied, or null unless it is
     * @param message what the agent is told, or null where any message will do
     */
    public record Step(
            int line,
            Instant at,
            ToolCall call,
            Verdict verdict,
            @Nullable DenialCode code,
            @Nullable String message) {}

    /**
     * Judges all calls under a policy that some reader made of one of the forms. What is allowed stays charged; no human
     * answers.
     *
     * @param read the policy
     * @throws AssertionError if it decides on a call otherwise than the corpus says; the message names the first
     */
    public void check(Policy read) {
        Instant[] now = new Instant[1];
        PolicyEngine engine = PolicyEngine.builder(read).clock(() -> now[0]).build();
        for (Step step : steps) {
            now[0] = step.at();
            Decision decision = engine.decide(step.call());
            String message =
                    decision.fold(allow -> "", deny -> deny.denial().message(), Decision.ApprovalRequired::message);
            String expected = words(step.verdict(), step.code(), step.message());
            String decided = words(
                    verdict(decision), code(decision), step.message() == null || message.isEmpty() ? null : message);
            if (!decided.equals(expected)) {
                throw new AssertionError("expected the policy `" + name + "` to decide on line " + step.line()
                        + ", a call" + " of `" + step.call().tool() + "`, " + expected + ", not " + decided);
            }
        }
    }

    private static Verdict verdict(Decision decision) {
        return decision.fold(allow -> Verdict.ALLOWED, deny -> Verdict.DENIED, approval -> Verdict.APPROVAL);
    }

    private static @Nullable DenialCode code(Decision decision) {
        return decision instanceof Decision.Deny deny ? deny.denial().code() : null;
    }

    private static String words(Verdict verdict, @Nullable DenialCode code, @Nullable String message) {
        return verdict + (code == null ? "" : " " + code) + (message == null ? "" : " `" + message + "`");
    }
}
