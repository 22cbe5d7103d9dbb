package dev.mcppolicy.cli.output;

import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ToolChange;
import dev.mcppolicy.tool.ToolLock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a lock, and what is not as it was accepted, is told. */
public enum LockReport {
    /** For people. */
    TEXT {
        @Override
        public String write(Named named, ToolLock lock, List<ToolChange> left, boolean written) {
            StringBuilder text = new StringBuilder();
            for (ToolChange change : left) {
                text.append(change.headline()).append('\n');
                change.details()
                        .forEach(detail -> text.append("  ").append(detail).append('\n'));
            }
            text.append(VisibleText.of(named.file()))
                    .append(": server `")
                    .append(VisibleText.of(named.server()))
                    .append("` is ");
            if (left.isEmpty()) {
                text.append(written ? "accepted, " : "as accepted, ")
                        .append(CountedNoun.of(lock.tools().size(), "tool"));
            } else {
                text.append("not as accepted, ")
                        .append(CountedNoun.of(left.size(), "change"))
                        .append(written ? " left" : "")
                        .append("\naccept what is right by `--accept TOOL`, `--accept-instructions` or `--accept-all`");
            }
            return text.append('\n').toString();
        }
    },
    /** For programs. */
    JSON {
        @Override
        public String write(Named named, ToolLock lock, List<ToolChange> left, boolean written) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("file", named.file());
            report.put("server", named.server());
            report.put("tools", lock.tools().size());
            report.put("written", written);
            report.put("changes", left.stream().map(LockReport::members).toList());
            return JsonLayout.indented(report) + "\n";
        }
    };

    /** Which lock is meant. */
    public record Named(String file, String server) {}

    /**
     * What became of a lock.
     *
     * @param lock the lock as it now stands
     * @param left what is not as it accepts
     * @param written whether it was written
     */
    public abstract String write(Named named, ToolLock lock, List<ToolChange> left, boolean written);

    private static Map<String, Object> members(ToolChange change) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("change", change.kind().id());
        if (change.tool() != null) {
            members.put("tool", change.tool());
        }
        members.put("details", change.details());
        return members;
    }
}
