package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what an approval rule says of its answers, alike in both formats: {@code by} and {@code remember}. */
final class AnswerReader {
    static final String BY = "by";
    static final String REMEMBER = "remember";

    private static final List<String> WORDS =
            Arrays.stream(ApprovedBy.values()).map(ApprovedBy::id).toList();
    private static final List<String> KEYS = List.of("for", "arguments", "uses");
    private static final List<String> ARGUMENTS = List.of("same", "any");

    private final Problems problems;

    AnswerReader(Problems problems) {
        this.problems = problems;
    }

    /** The rule with what its fields say of answers; as it is where they say nothing, or what cannot be read. */
    RequireApproval read(RequireApproval rule, ObjectFields fields) {
        Node by = fields.get(BY);
        RequireApproval answered = by == null ? rule : rule.withBy(by(by));
        ObjectNode remember = fields.object(REMEMBER);
        return remember == null ? answered : remembering(answered, remember);
    }

    private ApprovedBy by(Node node) {
        String word = ObjectFields.word(node, problems);
        ApprovedBy by = word == null ? null : ApprovedBy.of(word).orElse(null);
        if (word != null && by == null) {
            String nearest = problems.suggests() ? Suggestion.of(word, WORDS) : null;
            problems.report(
                    Diagnostic.UNKNOWN_BY,
                    node,
                    nearest != null ? nearest : "write `operator`, `client` or `anyone`",
                    Quoted.of(word));
        }
        return by == null ? ApprovedBy.ANYONE : by;
    }

    private RequireApproval remembering(RequireApproval rule, ObjectNode object) {
        ObjectFields fields = ObjectFields.of(object, KEYS, problems);
        Node spanNode = fields.require("for", "say how long, as `900` or `15m`");
        Duration span = spanNode == null ? null : TimeoutReader.wordsOrSeconds(spanNode, problems);
        Boolean any = any(fields.get("arguments"));
        Node usesNode = fields.get("uses");
        Integer uses = usesNode == null ? null : uses(usesNode);
        if (span == null || any == null || (usesNode != null && uses == null)) {
            return rule;
        }
        try {
            RequireApproval remembering = rule.withRemember(new Remembrance(span, any, uses));
            if (any) {
                problems.report(
                        Diagnostic.REMEMBERS_ANY,
                        object,
                        "write `arguments: same`, unless no argument matters",
                        uses == null || uses == 1 ? "one later call" : uses + " later calls");
            }
            return remembering;
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_REMEMBER,
                    object,
                    any && uses != null ? "write `arguments: same`" : null,
                    VisibleText.of(String.valueOf(e.getMessage())));
            return rule;
        }
    }

    /** Whether calls with any arguments are meant; null where that cannot be read. */
    private @Nullable Boolean any(@Nullable Node node) {
        if (node == null) {
            return false;
        }
        String word = ObjectFields.word(node, problems);
        if (word != null && !ARGUMENTS.contains(word)) {
            String nearest = problems.suggests() ? Suggestion.of(word, ARGUMENTS) : null;
            problems.report(
                    Diagnostic.BAD_REMEMBER,
                    node,
                    nearest,
                    "`arguments` is `same` or `any`, not `" + Quoted.of(word) + "`");
            return null;
        }
        return word == null ? null : word.equals("any");
    }

    private @Nullable Integer uses(Node node) {
        BigDecimal number = node instanceof ScalarNode scalar ? scalar.number() : null;
        if (number == null) {
            ObjectFields.mismatch(node, "a number", problems);
            return null;
        }
        boolean isWhole = number.stripTrailingZeros().scale() <= 0;
        if (!isWhole || number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(Remembrance.MOST_USES)) > 0) {
            problems.report(
                    Diagnostic.BAD_REMEMBER,
                    node,
                    null,
                    "a yes is remembered for 1 to " + Remembrance.MOST_USES + " uses");
            return null;
        }
        return number.intValueExact();
    }
}
