package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies as Intercept documents, rule for rule in the order of the policy.
 *
 * <p>A limit is a {@code rate_limit} or {@code spend} where these say all of it, and else a {@code state} block with its
 * condition. A deny rule has a form only where a requirement is its exact contrary: without conditions, over the existence
 * of one value or the order of one counter, or over a negation.
 */
public final class InterceptForm extends DocumentForm {
    private static final String EVERY_TOOL = "*";
    private static final int SECONDS_A_MINUTE = 60;
    private static final int MINUTES_AN_HOUR = 60;

    private final ConditionForm conditions;
    private List<Rule> everyTool = List.of();

    /** Adds to the form of a rule what its kind says, if the format can say it. */
    private interface Part {
        void add() throws NotExpressible;
    }

    public InterceptForm(boolean portable) {
        super(portable);
        this.conditions = new ConditionForm(PolicyFormat.INTERCEPT, portable);
    }

    @Override
    ConditionForm conditionForm() {
        return conditions;
    }

    @Override
    void addEveryTool(List<Rule> rules, Map<String, Object> document) {
        everyTool = rules;
    }

    @Override
    void addToTools(Map<String, Object> tools) {
        if (!everyTool.isEmpty()) {
            tools.put(EVERY_TOOL, rules(RulePlace.everyTool(), everyTool));
        }
    }

    @Override
    Map<String, Object> rulesAt(RulePlace place, List<Rule> rules) {
        return rules.isEmpty() ? Map.of() : rules(place, rules);
    }

    private Map<String, Object> rules(RulePlace place, List<Rule> rules) {
        List<Object> forms = new ArrayList<>(rules.size());
        IdentityHashMap<Rule, Limit> owned = new IdentityHashMap<>();
        for (Rule rule : rules) {
            Limit own = isPortable() ? null : spendBeside(place, rule, rules);
            own = own == null ? ownLimit(place, rule, rules) : own;
            if (own != null && !owned.containsValue(own)) {
                owned.put(rule, own);
            }
        }
        for (Rule rule : rules) {
            if (rule instanceof Limit && owned.containsValue(rule)) {
                continue;
            }
            Limit own = owned.get(rule);
            Map<String, Object> form = attempt(rule, () -> own == null ? rule(place, rule) : both(place, rule, own));
            if (form != null) {
                forms.add(form);
            }
        }
        return Map.of("rules", forms);
    }

    /** The limit with a key that a requirement reads the counter of, as one rule of a document can with its own. */
    private static @Nullable Limit ownLimit(RulePlace place, Rule rule, List<Rule> rules) {
        if (!(rule instanceof Require)) {
            return null;
        }
        return rules.stream()
                .flatMap(other -> other.asLimit().stream())
                .filter(limit -> limit.key() != null && limit.head().equals(rule.head()))
                .filter(limit -> rule.countersRead().contains(new CounterPath(place, limit.counter())))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Limit spendBeside(RulePlace place, Rule rule, List<Rule> rules) {
        Limit beside = ShortLimit.beside(rule, rules);
        return beside == null || isRead(new CounterPath(place, beside.counter())) ? null : beside;
    }

    /** The one form of a requirement and a limit: a cap and a spend, or a limit and what reads its counter. */
    private Map<String, Object> both(RulePlace place, Rule rule, Limit own) throws NotExpressible {
        BigDecimal cap =
                isPortable() || isRead(new CounterPath(place, own.counter())) ? null : ShortLimit.cap(rule, own);
        if (cap == null) {
            return withReader(place, rule, own);
        }
        Map<String, Object> form = rule(place, own);
        Map<String, Object> spend = new LinkedHashMap<>();
        spend.put("per_call", cap);
        if (form.get("spend") instanceof Map<?, ?> daily) {
            daily.forEach((key, value) -> spend.put((String) key, value));
        }
        form.put("spend", spend);
        return form;
    }

    private Map<String, Object> withReader(RulePlace place, Rule rule, Limit own) throws NotExpressible {
        CounterPath counter = new CounterPath(place, own.counter());
        for (Condition.Comparison comparison : rule.comparisons()) {
            boolean bounds = comparison.operator() == Operator.LT || comparison.operator() == Operator.LTE;
            if (bounds && comparison.path().equals(counter)) {
                throw new NotExpressible("`" + Quoted.of(counter.toString())
                        + "` would be read back as the bound of the rule's own limit");
            }
        }
        Map<String, Object> form = rule(place, rule);
        Map<String, Object> ofLimit = new LinkedHashMap<>();
        addState(place, own, ofLimit);
        List<Object> all = new ArrayList<>((List<?>) form.getOrDefault("conditions", List.of()));
        all.addAll((List<?>) ofLimit.getOrDefault("conditions", List.of()));
        form.putAll(ofLimit);
        form.put("conditions", all);
        return form;
    }

    private Map<String, Object> rule(RulePlace place, Rule rule) throws NotExpressible {
        Map<String, Object> form = new LinkedHashMap<>();
        if (rule.name() != null) {
            form.put("name", rule.name());
        }
        rule.<Part>fold(
                        require -> () -> addRequirement(require, form),
                        deny -> () -> addDenial(deny, form),
                        approval -> () -> addApproval(approval, form),
                        limit -> () -> addLimit(place, limit, form),
                        concurrency -> () -> form.put("concurrent", concurrent(concurrency, Scope.GLOBAL)))
                .add();
        boolean goesWithoutSaying = form.containsKey("rate_limit")
                && rule.asLimit().filter(ShortLimit::isWorded).isPresent();
        if (rule.message() != null && !goesWithoutSaying) {
            form.put("on_deny", rule.message());
        }
        return form;
    }

    private void addRequirement(Require rule, Map<String, Object> form) throws NotExpressible {
        if (rule.conditions().isEmpty() && !rule.when().isEmpty()) {
            throw new NotExpressible("the format cannot say a requirement of nothing with a `when`");
        }
        addRequirement(conditions.shaped(rule.conditions()), form);
    }

    /** A requirement that asks for nothing is an action that asserts nothing. */
    private void addRequirement(List<Condition> required, Map<String, Object> form) throws NotExpressible {
        if (required.isEmpty()) {
            form.put("action", "allow");
        } else {
            addRequired(required, conditions, form);
        }
    }

    private void addDenial(DenyIf rule, Map<String, Object> form) throws NotExpressible {
        List<Condition> denied = Conjunction.of(rule.conditions());
        if (denied.isEmpty()) {
            form.put("action", "deny");
        } else {
            addDenied(denied, form);
        }
    }

    /** Requires the contrary, which other engines read too, or where there is none says the conditions themselves. */
    private void addDenied(List<Condition> denied, Map<String, Object> form) throws NotExpressible {
        boolean hasForm = !isPortable() && denied.stream().allMatch(Conjunction::hasForm);
        try {
            addRequirement(contraryOf(denied), form);
        } catch (NotExpressible e) {
            if (!hasForm) {
                throw e;
            }
            form.put("action", "deny");
            form.put("when", conditions.of(denied));
        }
    }

    private static List<Condition> contraryOf(List<Condition> denied) throws NotExpressible {
        if (denied.size() > 1) {
            throw new NotExpressible("the format can only require conditions, and several that deny together have no "
                    + "contrary that it can say");
        }
        return contraryOf(denied.get(0));
    }

    /** What to require so that a call passes exactly when the condition is false, and cannot be told alike. */
    private static List<Condition> contraryOf(Condition denied) throws NotExpressible {
        if (denied instanceof Condition.Not not) {
            return Conjunction.of(List.of(not.condition()));
        }
        if (denied instanceof Condition.Comparison comparison) {
            if (comparison.operator() == Operator.EXISTS) {
                return List.of(new Condition.Comparison(
                        comparison.path(),
                        Operator.EXISTS,
                        !comparison.operand().equals(true)));
            }
            if (comparison.path() instanceof CounterPath) {
                return List.of(new Condition.Comparison(
                        comparison.path(), contraryOf(comparison.operator()), comparison.operand()));
            }
            throw new NotExpressible(
                    "the format can only require conditions, and no requirement passes a call without `"
                            + Quoted.of(comparison.path().toString()) + "` as this rule does");
        }
        throw new NotExpressible(
                "the format can only require conditions, and this one has no contrary that it can say");
    }

    /** The operator that holds exactly where another does not, for a value that is there. */
    private static Operator contraryOf(Operator operator) throws NotExpressible {
        return switch (operator) {
            case EQ -> Operator.NEQ;
            case NEQ -> Operator.EQ;
            case IN -> Operator.NOT_IN;
            case NOT_IN -> Operator.IN;
            case LT -> Operator.GTE;
            case GTE -> Operator.LT;
            case GT -> Operator.LTE;
            case LTE -> Operator.GT;
            case REGEX, NOT_REGEX, CONTAINS, NOT_CONTAINS, WITHIN, HOST_IN, EMAIL_IN, EXISTS ->
                throw new NotExpressible("`" + operator.id() + "` has no contrary for a counter");
        };
    }

    private void addApproval(RequireApproval rule, Map<String, Object> form) throws NotExpressible {
        form.put("action", "require_approval");
        List<Condition> asked = conditions.shaped(rule.conditions());
        if (!asked.isEmpty()) {
            form.put("conditions", conditions.of(asked));
        }
        if (!rule.timeout().equals(RequireApproval.DEFAULT_TIMEOUT)) {
            form.put("approval_timeout", timeout(rule.timeout()));
        }
        addAnswers(rule, form);
    }

    static String timeout(Duration timeout) throws NotExpressible {
        if (!timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))) {
            throw new NotExpressible("the format says an approval's time-out in whole seconds, not `" + timeout + "`");
        }
        long seconds = timeout.toSeconds();
        if (seconds % SECONDS_A_MINUTE != 0) {
            return seconds + "s";
        }
        long minutes = seconds / SECONDS_A_MINUTE;
        return minutes % MINUTES_AN_HOUR == 0 ? minutes / MINUTES_AN_HOUR + "h" : minutes + "m";
    }

    private void addLimit(RulePlace place, Limit rule, Map<String, Object> form) throws NotExpressible {
        // What reads a counter needs a `state` block that declares it.
        boolean isRead = isRead(new CounterPath(place, rule.counter()));
        if (isRead || !ShortLimit.add(rule, this, form)) {
            addState(place, rule, form);
        }
    }

    private void addState(RulePlace place, Limit rule, Map<String, Object> form) throws NotExpressible {
        Bound bound = rule.bound();
        if (bound != null) {
            Map<String, Object> condition = new LinkedHashMap<>();
            condition.put("path", new CounterPath(place, rule.counter()).toString());
            condition.put("op", bound.inclusive() ? "lte" : "lt");
            condition.put("value", bound.max());
            form.put("conditions", List.of(condition));
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("counter", rule.counter());
        addWindow(rule, state);
        if (rule.amount() instanceof Amount.FromArgument from) {
            state.put("increment_from", amount(from));
        } else if (rule.amount() instanceof Amount.Fixed fixed && !fixed.equals(Amount.ONE)) {
            state.put("increment", fixed.value());
        }
        if (rule.scope() != Scope.GLOBAL) {
            state.put("scope", rule.scope().id());
        }
        addKey(rule.key(), state);
        form.put("state", state);
    }
}
