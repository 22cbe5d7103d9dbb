package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says to the log what an operator must know of a policy document. A log that fails in turn changes nothing. Warnings
 * of one document are said once, however often it is read; of the documents that were last warned of a thousand are
 * known. This class is threadsafe.
 */
final class PolicyLog {
    private static final int MOST_LINES = 20;
    private static final int MOST_KNOWN = 1_000;

    private static final Set<String> WARNED_OF =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST_KNOWN;
                }
            }));

    private PolicyLog() {}

    /** Says the warnings of a document that loads, unless they were said. */
    static void warn(CheckedPolicy checked) {
        if (checked.policy() == null || checked.problems().isEmpty()) {
            return;
        }
        PolicyDocument document = checked.document();
        if (WARNED_OF.add(CanonicalJson.sha256(List.of(document.name(), document.text())))) {
            say(
                    Level.WARNING,
                    "the policy `" + VisibleText.of(document.name()) + "` loads, with warnings\n"
                            + lines(checked.problems()),
                    null);
        }
    }

    /** The first problems, a line each, and how many more there are. */
    static String lines(List<PolicyProblem> problems) {
        String first =
                problems.stream().limit(MOST_LINES).map(PolicyProblem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_LINES;
        return more > 0 ? first + "\nand " + more + " more" : first;
    }

    static void say(Level level, String message, @Nullable Throwable failure) {
        try {
            Logger log = System.getLogger(PolicyReader.class.getName());
            log.log(level, message, failure);
        } catch (RuntimeException | Error e) {
            if (failure != null && failure != e) {
                failure.addSuppressed(e);
            }
        }
    }
}
