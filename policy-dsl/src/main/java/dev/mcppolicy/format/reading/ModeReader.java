package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.text.NearestName;
import java.util.List;

/** Reads the {@code mode} of a policy, a tool, a group or a rule, alike in both formats. */
final class ModeReader {
    static final String KEY = "mode";

    private static final List<String> MODES = List.of("enforce", "shadow");

    private ModeReader() {}

    /** The mode that is given, or the default where none is, or one that there is not, which is reported. */
    static Mode of(ObjectFields fields, Problems problems) {
        Node node = fields.get(KEY);
        String word = node == null ? null : ObjectFields.word(node, problems);
        if (node == null || word == null || word.equals("enforce")) {
            return Mode.ENFORCE;
        }
        if (word.equals("shadow")) {
            return Mode.SHADOW;
        }
        problems.report(Diagnostic.UNKNOWN_MODE, node, help(word), Quoted.of(word));
        return Mode.ENFORCE;
    }

    /**
     * The mode of a rule under a tool or in a group, all of whose rules are in shadow mode where the tool or group is; that
     * one then says to be enforced is reported.
     */
    static Mode of(ObjectFields fields, Mode outer, Problems problems) {
        Mode own = of(fields, problems);
        if (outer == Mode.SHADOW && own == Mode.ENFORCE) {
            Node node = fields.get(KEY);
            if (node instanceof ScalarNode scalar && "enforce".equals(scalar.text())) {
                problems.report(
                        Diagnostic.ENFORCED_IN_SHADOW, node, "give each of the other rules a `mode` of its own");
            }
        }
        return outer == Mode.SHADOW ? outer : own;
    }

    private static String help(String word) {
        if (NearestName.plain(word).equals("audit")) {
            return "write `shadow`; audit is the log of decisions";
        }
        String nearest = Suggestion.of(word, MODES);
        return nearest != null ? nearest : "a mode is `enforce` or `shadow`";
    }

    /** Whether a rule, a tool or a group says that it is in shadow mode, before it is read. */
    static boolean isShadow(Node rule) {
        return rule.child(KEY) instanceof ScalarNode scalar && "shadow".equals(scalar.text());
    }
}
