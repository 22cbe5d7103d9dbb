package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The counters that the {@code state} blocks of an Intercept document declare, by the text that reads them. */
final class DeclaredCounters {
    static final String EVERY_TOOL = "*";
    private static final String ROOT = "state.";

    private final Map<String, CounterPath> byText = new HashMap<>();
    /** Those of rules that are not in shadow mode. */
    private final Set<String> enforced = new HashSet<>();

    /** The rules that declare a counter with a key, which they alone read. */
    private final Map<String, Node> keyed = new HashMap<>();

    private final Set<String> ambiguous = new LinkedHashSet<>();

    /**
     * The counters of a document, collected before any rule is read, since a rule may read a later counter.
     *
     * @param tools what stands under {@code tools}, or null
     * @param groups what stands under {@code groups}, or null
     */
    static DeclaredCounters of(@Nullable ObjectNode tools, @Nullable ObjectNode groups) {
        DeclaredCounters counters = new DeclaredCounters();
        counters.declareAll(tools, DeclaredCounters::place);
        counters.declareAll(groups, RulePlace::group);
        return counters;
    }

    private void declareAll(@Nullable ObjectNode places, Function<String, RulePlace> place) {
        for (ObjectNode.Member member : places == null ? List.<ObjectNode.Member>of() : places.members()) {
            if (!member.name().isEmpty()
                    && member.value() instanceof ObjectNode object
                    && object.child("rules") instanceof ListNode rules) {
                boolean shadow = ModeReader.isShadow(object);
                rules.elements().forEach(rule -> declare(place.apply(member.name()), rule, shadow));
            }
        }
    }

    private void declare(RulePlace place, Node rule, boolean inShadow) {
        if (rule.child("state") instanceof ObjectNode state
                && state.child("counter") instanceof ScalarNode scalar
                && scalar.text() != null
                && !scalar.text().isEmpty()) {
            CounterPath path = new CounterPath(place, scalar.text());
            CounterPath other = byText.putIfAbsent(path.toString(), path);
            if (other != null && !other.equals(path)) {
                ambiguous.add(path.toString());
            }
            if (state.find(KeyReader.KEY) != null) {
                keyed.put(path.toString(), rule);
            }
            if (!inShadow && !ModeReader.isShadow(rule)) {
                enforced.add(path.toString());
            }
        }
    }

    private static RulePlace place(String tool) {
        return tool.equals(EVERY_TOOL) ? RulePlace.everyTool() : RulePlace.tool(tool);
    }

    /**
     * The counter that a path of a rule, enforced or in shadow mode, reads; or null if it reads none, could mean several,
     * or reads one that is never raised in earnest, which is reported.
     */
    @Nullable
    CounterPath resolve(String text, boolean byEnforced, Node node, Problems problems) {
        if (ambiguous.contains(text)) {
            problems.report(Diagnostic.AMBIGUOUS_COUNTER, node, "rename one of the counters", Quoted.of(text));
            return null;
        }
        Node owner = keyed.get(text);
        if (owner != null && !node.pointer().startsWith(owner.pointer() + "/")) {
            problems.report(Diagnostic.KEYED_COUNTER, node, "leave the `key` out, or this condition", Quoted.of(text));
            return null;
        }
        CounterPath path = byText.get(text);
        if (path == null) {
            problems.report(Diagnostic.UNDECLARED_COUNTER, node, help(text, problems), Quoted.of(text));
        } else if (byEnforced && !enforced.contains(text)) {
            problems.report(Diagnostic.SHADOW_COUNTER, node, "put this rule in shadow mode, or none", Quoted.of(text));
            return null;
        }
        return path;
    }

    private @Nullable String help(String text, Problems problems) {
        int dot = text.indexOf('.', ROOT.length());
        if (dot <= ROOT.length() || dot + 1 == text.length()) {
            return "a counter is read as `state.<tool>.<counter>`";
        }
        if (!problems.suggests()) {
            return null;
        }
        List<String> known = new ArrayList<>(byText.keySet());
        known.sort(String::compareTo);
        String nearest = Suggestion.of(text, known);
        return nearest != null ? nearest : "a `state` block declares a counter";
    }
}
