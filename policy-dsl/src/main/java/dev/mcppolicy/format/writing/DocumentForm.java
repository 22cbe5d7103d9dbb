package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.UnwritableRule;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the two formats have in common when a policy becomes a document. Makes one document. */
public abstract sealed class DocumentForm permits PolicyLayerForm, InterceptForm {
    private static final String MODE = "mode";
    private static final String PORTABLE_MODE =
            "a mode is an extension of the format, and the portable form is asked for";

    private final boolean portable;
    private final List<UnwritableRule> unwritable = new ArrayList<>();
    /** Which rule each form stands for. */
    private final IdentityHashMap<Object, Rule> rules = new IdentityHashMap<>();

    private @Nullable Policy policy;
    private final Set<CounterPath> countersRead = new HashSet<>();

    DocumentForm(boolean portable) {
        this.portable = portable;
    }

    /** Makes the form of one rule, if the format has one. */
    interface Attempt {
        Map<String, Object> form() throws NotExpressible;
    }

    /** Adds the rules for every tool, ahead of the tools. */
    abstract void addEveryTool(List<Rule> rules, Map<String, Object> document);

    /** The form of the rules of one tool or group. */
    abstract Map<String, Object> rulesAt(RulePlace place, List<Rule> rules);

    /** Adds what stands among the tools without being one. */
    void addToTools(Map<String, Object> tools) {}

    /** The document of a policy, without what the format cannot say. */
    public final Map<String, Object> of(Policy given) {
        policy = given;
        given.rules().forEach(placed -> countersRead.addAll(placed.rule().countersRead()));
        if (given.mode() == Mode.SHADOW && portable) {
            unwritable.add(new UnwritableRule(new RuleId("(document)"), given.name(), PORTABLE_MODE));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", "1");
        if (given.description() != null) {
            document.put("description", given.description());
        }
        if (given.mode() == Mode.SHADOW) {
            document.put(MODE, "shadow");
        }
        document.put("default", given.defaultAction() == DefaultAction.ALLOW ? "allow" : "deny");
        if (!given.hidden().isEmpty()) {
            given.hidden().forEach(this::checkHidden);
            document.put("hide", List.copyOf(given.hidden()));
        }
        addEveryTool(given.everyTool(), document);
        Map<String, Object> tools = new LinkedHashMap<>();
        given.tools().forEach((name, tool) -> tools.put(name, rulesAt(RulePlace.tool(name), tool.rules())));
        addToTools(tools);
        document.put("tools", tools);
        if (!given.groups().isEmpty()) {
            Map<String, Object> groups = new LinkedHashMap<>();
            given.groups().forEach((name, group) -> groups.put(name, group(name, group)));
            document.put("groups", groups);
        }
        return document;
    }

    private Map<String, Object> group(String name, ToolGroup group) {
        if (portable) {
            unwritable.add(new UnwritableRule(
                    RuleId.pointer("groups", name),
                    name,
                    "a group is an extension of the format, and the portable form is asked for"));
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("tools", List.copyOf(group.tools()));
        if (group.isListing()) {
            form.put("allow", true);
        }
        form.putAll(rulesAt(RulePlace.group(name), group.rules()));
        return form;
    }

    private void checkHidden(String entry) {
        try {
            if (portable && NamePattern.isPattern(entry) && !NamePattern.isAll(entry)) {
                throw new NotExpressible(
                        "a pattern in `hide` is an extension of the format, and the portable form is asked for");
            }
        } catch (NotExpressible e) {
            unwritable.add(new UnwritableRule(RuleId.HIDDEN, entry, e.reason()));
        }
    }

    /** The conditions of the format. */
    abstract ConditionForm conditionForm();

    /** Whether extensions of the format are refused. */
    final boolean isPortable() {
        return portable;
    }

    /** What the format cannot say of the policy. */
    public final List<UnwritableRule> unwritable() {
        return List.copyOf(unwritable);
    }

    /** The form of a rule, or null where the format has none, which is noted. */
    final @Nullable Map<String, Object> attempt(Rule rule, Attempt attempt) {
        try {
            if (rule instanceof Limit limit && limit.storeFailure() == StoreFailure.ALLOW) {
                throw new NotExpressible("the format cannot say that a limit fails open");
            }
            if (rule.mode() == Mode.SHADOW && portable) {
                throw new NotExpressible(PORTABLE_MODE);
            }
            Map<String, Object> form = attempt.form();
            if (!rule.when().isEmpty()) {
                refusePortable("a `when`");
                form.put("when", conditionForm().of(Conjunction.whereNeeded(rule.when())));
            }
            if (rule.mode() == Mode.SHADOW) {
                form.put(MODE, "shadow");
            }
            rules.put(form, rule);
            return form;
        } catch (NotExpressible e) {
            unwritable.add(refusal(rule, e.reason()));
            return null;
        }
    }

    private UnwritableRule refusal(Rule rule, String reason) {
        return new UnwritableRule(rule.id(), policy == null ? rule.description() : policy.labelOf(rule), reason);
    }

    /** Whether a rule of the policy reads a counter. */
    final boolean isRead(CounterPath counter) {
        return countersRead.contains(counter);
    }

    /** What a problem of the written document means for the policy. */
    public final UnwritableRule refusal(Map<String, Object> document, PolicyProblem problem) {
        String reason = "the document would not be read back: " + problem.message();
        Object value = document;
        String pointer = problem.pointer();
        for (int at = 0; at < pointer.length(); ) {
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            String token = pointer.substring(at + 1, end);
            at = end;
            value = child(value, token.replace("~1", "/").replace("~0", "~"));
            Rule rule = rules.get(value);
            if (rule != null) {
                return refusal(rule, reason);
            }
        }
        return new UnwritableRule(new RuleId("(document)"), problem.pointer(), reason);
    }

    private static @Nullable Object child(@Nullable Object value, String token) {
        if (value instanceof List<?> list) {
            return list.get(Integer.parseInt(token));
        }
        return value instanceof Map<?, ?> map && map.containsKey(token) ? map.get(token) : value;
    }

    /** Adds the window by its name, or its length in seconds, and its zone. */
    final void addWindow(Limit rule, Map<String, Object> form) throws NotExpressible {
        Window window = rule.window();
        if (window instanceof Window.Seconds seconds) {
            form.put("window", seconds.seconds());
        } else if (window instanceof Window.Sliding sliding) {
            refusePortable("a window that slides");
            if (sliding.length().toMillisPart() != 0) {
                throw new NotExpressible(
                        "the format says the length of a window in whole seconds, not `" + sliding.length() + "`");
            }
            form.put("window", Map.of("sliding", sliding.length().toSeconds()));
        } else if (window instanceof Window.Zoned zoned) {
            refusePortable("a zone");
            form.put("window", zoned.span().id());
            form.put("zone", zoned.zone().getId());
        } else {
            if (window == Window.Calendar.WEEK || window == Window.Calendar.MONTH) {
                refusePortable("a window of a " + window.id());
            }
            form.put("window", window.id());
        }
    }

    /** What is counted: a path, or an object where text is taken for a number there. */
    final Object amount(Amount.FromArgument from) throws NotExpressible {
        String path = ConditionForm.callPath(from.path());
        if (from.path().hasWildcard()) {
            refusePortable("a sum of all elements");
        }
        if (!from.decimal()) {
            return path;
        }
        refusePortable("an amount in text");
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("path", path);
        form.put("as", "decimal");
        return form;
    }

    /** How many calls run at once, for whom where that does not go without saying, and how long a lease is. */
    final Map<String, Object> concurrent(Concurrency rule, @Nullable Scope unnamed) throws NotExpressible {
        refusePortable("`concurrent`");
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("max", rule.max());
        if (rule.scope() != unnamed) {
            form.put("scope", rule.scope().id());
        }
        if (!rule.lease().equals(Concurrency.DEFAULT_LEASE)) {
            if (rule.lease().toMillisPart() != 0) {
                throw new NotExpressible("the format says a lease in whole seconds, not `" + rule.lease() + "`");
            }
            form.put("lease", rule.lease().toSeconds());
        }
        addKey(rule.key(), form);
        return form;
    }

    /** Adds what a rule keeps counters or places by, where it does. */
    final void addKey(@Nullable LimitKey key, Map<String, Object> form) throws NotExpressible {
        if (key == null) {
            return;
        }
        refusePortable("a key");
        if (key instanceof LimitKey.Paths some) {
            List<Object> paths = new ArrayList<>();
            for (CallPath path : some.paths()) {
                paths.add(ConditionForm.callPath(path));
            }
            form.put("key", paths.size() == 1 ? paths.get(0) : paths);
        } else {
            form.put("key", LimitKey.ALL);
        }
    }

    /** Adds whose yes counts, and how long it holds, where the rule says so. */
    final void addAnswers(RequireApproval rule, Map<String, Object> form) throws NotExpressible {
        if (rule.by() != ApprovedBy.ANYONE) {
            refusePortable("whose yes counts");
            form.put("by", rule.by().id());
        }
        Remembrance remember = rule.remember();
        if (remember != null) {
            refusePortable("a yes that is remembered");
            Map<String, Object> remembered = new LinkedHashMap<>();
            remembered.put("for", InterceptForm.timeout(remember.span()));
            if (remember.anyArguments()) {
                remembered.put("arguments", "any");
            }
            if (remember.uses() != null) {
                remembered.put("uses", remember.uses());
            }
            form.put("remember", remembered);
        }
    }

    private void refusePortable(String what) throws NotExpressible {
        if (portable) {
            throw new NotExpressible(what + " is an extension of the format, and the portable form is asked for");
        }
    }

    /** Adds what a requirement asks for: its comparisons, unless there are none, and its one schema. */
    final void addRequired(List<Condition> required, ConditionForm conditions, Map<String, Object> form)
            throws NotExpressible {
        List<Condition> comparisons = new ArrayList<>(required);
        Condition.SchemaMatch match = takeSchema(comparisons);
        if (!comparisons.isEmpty()) {
            form.put("conditions", conditions.of(comparisons));
        }
        if (match != null && portable) {
            throw new NotExpressible("a schema is an extension of the format, and the portable form is asked for");
        }
        if (match != null) {
            form.put("schema", SchemaText.read(match.schema()));
        }
    }

    private static Condition.@Nullable SchemaMatch takeSchema(List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.SchemaMatch match) {
                conditions.remove(condition);
                return match;
            }
        }
        return null;
    }
}
