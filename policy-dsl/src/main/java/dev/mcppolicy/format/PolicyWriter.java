package dev.mcppolicy.format;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.format.writing.DocumentForm;
import dev.mcppolicy.format.writing.InterceptForm;
import dev.mcppolicy.format.writing.JsonLayout;
import dev.mcppolicy.format.writing.PolicyLayerForm;
import dev.mcppolicy.format.writing.YamlLayout;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.Map;

/**
 * Writes policies as documents, so that the document, read, judges every call as the policy does.
 *
 * <p>PolicyLayer documents are JSON and Intercept documents YAML, unless told otherwise. Members come in one order,
 * tools and rules in that of the policy. The policy's name does not stand in a document; who reads it gives it.
 *
 * <p>What a format cannot say is refused by {@link UnwritablePolicyException}, which names every such rule:
 *
 * <ul>
 *   <li>in both: predicates written in Java, {@code any}, {@code not} where it cannot be dissolved, windows of week and
 *       month and sliding ones, limits that fail open, numbers that are not finite, a schema beside other conditions;
 *   <li>in PolicyLayer: reading a counter, rules for every tool other than limits, an approval with conditions or with a
 *       time-out of its own, a second approval of a tool, one in shadow mode beside other rules, a fixed cost other than
 *       one, a counter without a max;
 *   <li>in Intercept: {@code deny_if} with conditions, save over the existence of one argument, one comparison of a
 *       counter, or a single {@code not}; no requirement passes a missing argument as other deny rules do. Also an
 *       approval's time-out in fractions of a second.
 * </ul>
 *
 * <p>Intercept's {@code rate_limit} and {@code spend} are written where they say all of a limit; comments are not kept.
 *
 * <p>What is said otherwise, but judges alike: {@code all} becomes a plain list; in PolicyLayer {@code lt} on a counter
 * becomes the max before it, and a rule's name, for which there is no place, is kept in the message that would have
 * shown it; the pointers of rules, and with them the labels of rules without a name, are those of the new document.
 * Within a PolicyLayer tool, requirements, deny rules and limits stand in lists of their own, so where several rules
 * deny one call another of them may be the one reported.
 *
 * <p>What is written is read back before it is given out, so that no document leaves here that a reader would refuse: one
 * too long or too deep, or with counters that one path would name alike.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class PolicyWriter {
    private final PolicyFormat format;
    private final boolean yaml;
    private final boolean portable;

    private PolicyWriter(PolicyFormat format, boolean yaml, boolean portable) {
        this.format = format;
        this.yaml = yaml;
        this.portable = portable;
    }

    /**
     * Writes a policy in the usual syntax of a format, extensions included.
     *
     * @param policy the policy
     * @param format the format
     * @return the document, with a line break at its end
     * @throws UnwritablePolicyException if the format cannot say the policy
     */
    public static String write(Policy policy, PolicyFormat format) {
        return to(format).write(policy);
    }

    /**
     * A writer of a format, in its usual syntax, extensions included.
     *
     * @param format the format
     * @return the writer
     */
    public static PolicyWriter to(PolicyFormat format) {
        return new PolicyWriter(format, format == PolicyFormat.INTERCEPT, false);
    }

    /**
     * The same writer with JSON syntax.
     *
     * @return the changed copy
     */
    public PolicyWriter asJson() {
        return new PolicyWriter(format, false, portable);
    }

    /**
     * The same writer with YAML syntax.
     *
     * @return the changed copy
     */
    public PolicyWriter asYaml() {
        return new PolicyWriter(format, true, portable);
    }

    /**
     * The same writer for documents that other engines read too: extensions of the format are refused.
     *
     * @return the changed copy
     */
    public PolicyWriter portable() {
        return new PolicyWriter(format, yaml, true);
    }

    /**
     * Writes a policy.
     *
     * @param policy the policy
     * @return the document, with a line break at its end
     * @throws UnwritablePolicyException if the format cannot say the policy
     */
    public String write(Policy policy) {
        DocumentForm form =
                format == PolicyFormat.POLICYLAYER ? new PolicyLayerForm(portable) : new InterceptForm(portable);
        Map<String, Object> document = form.of(policy);
        if (!form.unwritable().isEmpty()) {
            throw new UnwritablePolicyException(form.unwritable());
        }
        String text = (yaml ? new YamlLayout() : new JsonLayout()).of(document);
        CheckedPolicy readBack = PolicyReader.check(text, "policy", format);
        if (readBack.policy() == null) {
            throw new UnwritablePolicyException(readBack.problems().stream()
                    .filter(problem -> problem.severity() == Severity.ERROR)
                    .map(problem -> form.refusal(document, problem))
                    .toList());
        }
        return text;
    }
}
