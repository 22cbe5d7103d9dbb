package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.model.Policy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats to the log what the readers of the policies in force warned of. */
final class PolicyWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);
    private static final int MOST_LINES = 20;

    private PolicyWarnings() {}

    /** Says the warnings of each policy, once where several grants have it. */
    static void log(List<PolicySource> sources) {
        Set<String> lines = new LinkedHashSet<>();
        for (PolicySource source : sources) {
            Optional.ofNullable(source.current()).map(Policy::warnings).ifPresent(lines::addAll);
        }
        if (lines.isEmpty()) {
            return;
        }
        String first = String.join("\n", lines.stream().limit(MOST_LINES).toList());
        int more = lines.size() - MOST_LINES;
        LOG.warn("the policy in force loads with warnings\n{}", more > 0 ? first + "\nand " + more + " more" : first);
    }
}
