package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a limit keeps counters by: a path, a list of paths, or the word for all arguments. */
final class KeyReader {
    static final String KEY = "key";

    private final Problems problems;
    private final LimitValues values;

    KeyReader(Problems problems, LimitValues values) {
        this.problems = problems;
        this.values = values;
    }

    /** What was read of a limit's key, which may be none. */
    record Read(@Nullable LimitKey key, boolean isGood) {
        private static final Read NONE = new Read(null, true);
        private static final Read BAD = new Read(null, false);
    }

    /** The key of a limit's fields; not good where it is no key, which is reported. */
    Read of(ObjectFields fields) {
        Node node = fields.get(KEY);
        if (node == null) {
            return Read.NONE;
        }
        if (node instanceof ScalarNode scalar && LimitKey.ALL.equals(scalar.text())) {
            return new Read(new LimitKey.AllArguments(), true);
        }
        return node instanceof ListNode list ? paths(list.elements(), node) : paths(List.of(node), node);
    }

    private Read paths(List<Node> nodes, Node place) {
        List<CallPath> paths = new ArrayList<>();
        for (Node node : nodes) {
            CallPath path = path(node);
            if (path != null) {
                paths.add(path);
            }
        }
        if (paths.size() < nodes.size()) {
            return Read.BAD;
        }
        try {
            return new Read(new LimitKey.Paths(paths), true);
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.BAD_KEY, place, null, VisibleText.of(String.valueOf(e.getMessage())));
            return Read.BAD;
        }
    }

    private @Nullable CallPath path(Node node) {
        CallPath path = values.callPath(node);
        if (path != null && path.hasWildcard()) {
            problems.report(
                    Diagnostic.BAD_KEY,
                    node,
                    "name one place, or write `args` for all arguments",
                    "a key takes one value, so `[*]` has no place in `" + Quoted.of(path.toString()) + "`");
            return null;
        }
        return path;
    }
}
