package dev.mcppolicy.engine;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a policy means, said a second time: as plainly as the semantics are written, without speed, without threads, and
 * without a line of the engine. It keeps every charge ever made in one list. It knows only the rules as data, and time
 * that does not step back.
 */
final class Oracle {
    private static final int MAX_PENDING = 8;
    private static final int ANSWERS_PER_PENDING = 16;

    private record Key(
            RulePlace place,
            Limit limit,
            @Nullable String identity,
            @Nullable String session,
            @Nullable Object value) {}

    private record Entry(long number, Key key, long at, BigDecimal amount) {}

    /** What a call would charge, or why it cannot. */
    private record Charge(
            Key key, @Nullable BigDecimal amount, @Nullable String problem) {}

    /** A call that runs: what it was charged, and the places that it holds. */
    record Running(List<Entry> charged, List<Held> held) {}

    private record PlaceId(
            RulePlace place,
            Concurrency rule,
            @Nullable String identity,
            @Nullable String session,
            @Nullable Object value) {}

    /** A place that is held until its lease ends. */
    private static final class Held {
        private final PlaceId id;
        private long until;

        Held(PlaceId id, long until) {
            this.id = id;
            this.until = until;
        }
    }

    /** A call that waits for a human. */
    record Pending(
            ToolCall call,
            List<String> rules,
            List<String> approvedBefore,
            long timeout,
            long expiresAt,
            List<Object> held) {
        String rule() {
            return rules.get(0);
        }
    }

    /** What a human has declined. */
    private record No(String rule, ToolCall call, long until) {
        boolean isTo(String other, ToolCall made) {
            return rule.equals(other)
                    && isSameCaller(call, made)
                    && OracleValues.same(call.argumentsAsObject(), made.argumentsAsObject());
        }
    }

    /** What a human has approved for later calls, too. */
    private static final class Yes {
        private final RequireApproval rule;
        private final ToolCall call;
        private final long until;
        /** Whether it is for one later call with the same arguments, whatever the rule remembers. */
        private final boolean once;

        private int runs;

        Yes(RequireApproval rule, ToolCall call, long until, boolean once) {
            this.rule = rule;
            this.call = call;
            this.until = until;
            this.once = once;
        }

        boolean isTo(RequireApproval other, ToolCall made) {
            return rule.equals(other)
                    && isSameCaller(call, made)
                    && ((!once && rule.remember().anyArguments())
                            || OracleValues.same(call.argumentsAsObject(), made.argumentsAsObject()));
        }

        boolean holds(long now) {
            Integer uses = once ? Integer.valueOf(1) : rule.remember().uses();
            return now < until && (uses == null || runs < uses);
        }
    }

    /** Whether two calls of one tool are by one caller, of whom the server can say so. */
    private static boolean isSameCaller(ToolCall call, ToolCall made) {
        Caller then = call.caller();
        Caller now = made.caller();
        return call.tool().equals(made.tool())
                && (now.isAnonymous() || now.principal() != null || now.grant() != null || now.session() != null)
                && then.isAnonymous() == now.isAnonymous()
                && Objects.equals(then.principal(), now.principal())
                && Objects.equals(then.grant(), now.grant())
                && Objects.equals(then.session(), now.session());
    }

    private static final Key NONE = new Key(
            RulePlace.everyTool(),
            Limit.of(RuleHead.of(new RuleId("(none)")), "none", Window.Calendar.DAY, null),
            null,
            null,
            null);

    private final Policy policy;
    private final List<Entry> log = new ArrayList<>();
    private final List<Held> places = new ArrayList<>();
    private Running lastRun = new Running(List.of(), List.of());
    private final List<Pending> pending = new ArrayList<>();
    private final List<No> noes = new ArrayList<>();
    /** The oldest first. */
    private final List<Yes> yeses = new ArrayList<>();

    /** To calls that found no place. */
    private final List<Yes> unspent = new ArrayList<>();

    private final int maxPendingInAll;
    private long entries;
    private int ranOnYeses;

    Oracle(Policy policy, int maxPendingInAll) {
        this.policy = policy;
        this.maxPendingInAll = maxPendingInAll;
    }

    /** The last call that was put to a human. */
    Pending lastAsked() {
        return pending.get(pending.size() - 1);
    }

    /** How often a call has run on a yes to an earlier one. */
    int ranOnYeses() {
        return ranOnYeses;
    }

    /** The last call that was allowed. */
    Running lastRun() {
        return lastRun;
    }

    /** A call has ended. */
    void end(Running run, boolean keepsCharge) {
        places.removeAll(run.held());
        if (!keepsCharge) {
            log.removeAll(run.charged());
        }
    }

    /** Whether a call that is said to run on holds all its places. */
    boolean renew(Running run, long now) {
        boolean isWhole = true;
        for (Held held : run.held()) {
            boolean lives = places.contains(held) && held.until > now;
            isWhole &= lives;
            if (lives) {
                held.until = Math.max(held.until, now + held.id.rule().lease().toMillis());
            }
        }
        return isWhole;
    }

    String decide(ToolCall call, long now) {
        return decide(call, now, null);
    }

    String approve(Pending asked, long now) {
        pending.remove(asked);
        log.removeAll(asked.held());
        if (now >= asked.expiresAt()) {
            return "deny APPROVAL_TIMED_OUT " + asked.rule();
        }
        asked.rules().forEach(id -> remember(id, asked.call(), now));
        String decision = decide(asked.call(), now, asked);
        if (decision.startsWith("deny CONCURRENCY_EXCEEDED") && isSameCaller(asked.call(), asked.call())) {
            Stream.concat(asked.approvedBefore().stream(), asked.rules().stream())
                    .forEach(id -> keep(unspent, new Yes(rule(id), asked.call(), asked.expiresAt(), true), now));
        }
        return decision;
    }

    private RequireApproval rule(String id) {
        return policy.rules().stream()
                .filter(placed -> placed.rule().id().value().equals(id))
                .map(placed -> (RequireApproval) placed.rule())
                .findFirst()
                .orElseThrow();
    }

    private void remember(String id, ToolCall call, long now) {
        RequireApproval rule = rule(id);
        if (rule.remember() != null && isSameCaller(call, call)) {
            keep(yeses, new Yes(rule, call, now + rule.remember().span().toMillis(), false), now);
        }
    }

    private void keep(List<Yes> all, Yes yes, long now) {
        all.removeIf(old -> old.isTo(yes.rule, yes.call));
        if (all.size() >= ANSWERS_PER_PENDING * maxPendingInAll) {
            all.removeIf(old -> now >= old.until);
        }
        if (all.size() >= ANSWERS_PER_PENDING * maxPendingInAll) {
            all.remove(0);
        }
        all.add(yes);
    }

    String decline(Pending asked, long now) {
        pending.remove(asked);
        log.removeAll(asked.held());
        if (now >= asked.expiresAt()) {
            return "deny APPROVAL_TIMED_OUT " + asked.rule();
        }
        for (String rule : asked.rules()) {
            boolean known = noes.stream().anyMatch(no -> no.isTo(rule, asked.call()));
            if (!known && noes.size() >= ANSWERS_PER_PENDING * maxPendingInAll) {
                noes.removeIf(no -> no.until() <= now);
            }
            Caller caller = asked.call().caller();
            boolean tellable = caller.isAnonymous()
                    || caller.principal() != null
                    || caller.grant() != null
                    || caller.session() != null;
            if (tellable && (known || noes.size() < ANSWERS_PER_PENDING * maxPendingInAll)) {
                noes.removeIf(no -> no.isTo(rule, asked.call()) && no.until() <= now + asked.timeout());
                noes.add(new No(rule, asked.call(), now + asked.timeout()));
            }
        }
        return "deny APPROVAL_DECLINED " + asked.rule();
    }

    /** An answer by someone in some way, which may not count. */
    String answer(Pending asked, ApprovalAnswer answer, long now) {
        Caller caller = asked.call().caller();
        String own = caller.principal() != null ? caller.principal() : caller.grant();
        boolean counts = answer.by() == null || !answer.by().equals(own);
        for (String id : asked.rules()) {
            ApprovedBy wanted = rule(id).by();
            boolean isOperator = answer.way() == AnswerWay.OPERATOR || answer.way() == AnswerWay.CALLBACK;
            counts &= wanted == ApprovedBy.ANYONE
                    || isOperator
                    || (wanted == ApprovedBy.CLIENT && answer.way() == AnswerWay.CLIENT);
        }
        if (counts) {
            return answer.isApproved() ? approve(asked, now) : decline(asked, now);
        }
        pending.remove(asked);
        log.removeAll(asked.held());
        return "deny " + (now >= asked.expiresAt() ? "APPROVAL_TIMED_OUT " : "APPROVAL_DECLINED ") + asked.rule();
    }

    String timeOut(Pending asked) {
        pending.remove(asked);
        log.removeAll(asked.held());
        return "deny APPROVAL_TIMED_OUT " + asked.rule();
    }

    private String decide(ToolCall call, long now, @Nullable Pending answered) {
        List<String> approved = answered == null
                ? List.of()
                : Stream.concat(answered.approvedBefore().stream(), answered.rules().stream())
                        .toList();
        if (policy.hidden().stream().anyMatch(entry -> call.tool().matches(asRegex(entry)))) {
            return "deny HIDDEN (hidden)";
        }
        ToolPolicy own = policy.tools().get(call.tool());
        List<String> groups = policy.groups().keySet().stream()
                .filter(group -> policy.groups().get(group).tools().stream()
                        .anyMatch(entry -> call.tool().matches(asRegex(entry))))
                .toList();
        boolean isListed = own != null
                || groups.stream().anyMatch(group -> policy.groups().get(group).isListing());
        if (!isListed && policy.defaultAction() == DefaultAction.DENY) {
            return "deny NOT_LISTED (default deny)";
        }
        List<Rule> rules = new ArrayList<>();
        List<RulePlace> places = new ArrayList<>();
        BiConsumer<RulePlace, List<Rule>> add = (place, its) -> {
            rules.addAll(its);
            places.addAll(Collections.nCopies(its.size(), place));
        };
        add.accept(RulePlace.tool(call.tool()), own == null ? List.of() : own.rules());
        groups.forEach(group ->
                add.accept(RulePlace.group(group), policy.groups().get(group).rules()));
        add.accept(RulePlace.everyTool(), policy.everyTool());
        // Rules that deny are looked at before those that ask.
        for (boolean asking : List.of(false, true)) {
            for (Rule rule : rules) {
                Optional<String> denial = asking == (rule instanceof RequireApproval)
                        ? conditionDenial(rule, call, now)
                        : Optional.empty();
                if (denial.isPresent()) {
                    return denial.get();
                }
            }
        }
        List<RequireApproval> question = rules.stream()
                .filter(rule -> rule instanceof RequireApproval && Boolean.TRUE.equals(outcome(rule, call, now)))
                .filter(rule -> !approved.contains(rule.id().value()))
                .map(RequireApproval.class::cast)
                .collect(Collectors.toCollection(ArrayList::new));
        for (Rule rule : question) {
            if (noes.stream()
                    .anyMatch(no -> no.until() > now && no.isTo(rule.id().value(), call))) {
                return "deny APPROVAL_DECLINED " + rule.id();
            }
        }
        List<Yes> runsOn = new ArrayList<>();
        for (RequireApproval rule : List.copyOf(question)) {
            Stream.concat(unspent.stream(), yeses.stream())
                    .filter(yes -> yes.isTo(rule, call) && yes.holds(now))
                    .findFirst()
                    .ifPresent(yes -> {
                        runsOn.add(yes);
                        question.remove(rule);
                    });
        }
        if (answered != null && !answered.approvedBefore().isEmpty() && !question.isEmpty()) {
            return "deny APPROVAL_VOID " + question.get(0).id();
        }
        List<Charge> charges = new ArrayList<>();
        List<PlaceId> ids = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof Limit limit && Boolean.TRUE.equals(concerns(limit, call, now))) {
                charges.add(charge(places.get(i), limit, call));
            } else if (rules.get(i) instanceof Concurrency rule && Boolean.TRUE.equals(concerns(rule, call, now))) {
                Object wanted = placeOf(places.get(i), rule, call);
                if (wanted instanceof PlaceId id) {
                    ids.add(id);
                } else {
                    charges.add(new Charge(NONE, null, (String) wanted));
                }
            }
        }
        List<PlaceId> taking = question.isEmpty() ? ids : List.of();
        String refusal = refusal(charges, taking, question, call, now);
        if (refusal != null) {
            return refusal;
        }
        List<Entry> taken = new ArrayList<>();
        for (Charge charge : charges) {
            Entry entry = new Entry(entries++, charge.key(), now, Objects.requireNonNull(charge.amount()));
            log.add(entry);
            taken.add(entry);
        }
        if (question.isEmpty()) {
            runsOn.forEach(yes -> yes.runs++);
            ranOnYeses += runsOn.size();
            List<Held> held = taking.stream()
                    .map(id -> new Held(id, now + id.rule().lease().toMillis()))
                    .toList();
            this.places.addAll(held);
            lastRun = new Running(taken, held);
            return "allow";
        }
        List<String> asking = question.stream().map(rule -> rule.id().value()).toList();
        long timeout = question.stream()
                .mapToLong(rule -> rule.timeout().toMillis())
                .min()
                .orElseThrow();
        timeout = answered == null ? timeout : Math.min(timeout, answered.expiresAt() - now);
        pending.add(new Pending(call, asking, approved, timeout, now + timeout, List.copyOf(taken)));
        return "ask " + String.join(" ", asking);
    }

    private Optional<String> conditionDenial(Rule rule, ToolCall call, long now) {
        Boolean outcome = (rule instanceof Limit || rule instanceof Concurrency)
                ? concerns(rule, call, now)
                : outcome(rule, call, now);
        if (outcome == null) {
            return Optional.of("deny CANNOT_EVALUATE " + rule.id());
        }
        boolean denies = rule instanceof Require ? !outcome : (rule instanceof DenyIf && outcome);
        return denies ? Optional.of("deny DENIED_BY_RULE " + rule.id()) : Optional.empty();
    }

    private @Nullable String refusal(
            List<Charge> charges, List<PlaceId> taking, List<RequireApproval> question, ToolCall call, long now) {
        if (charges.stream().anyMatch(charge -> charge.problem() != null)) {
            Charge hopeless = charges.stream()
                    .filter(charge -> charge.problem() != null || exceeds(charge, BigDecimal.ZERO))
                    .findFirst()
                    .orElseThrow();
            return Objects.requireNonNullElseGet(
                    hopeless.problem(),
                    () -> "deny LIMIT_EXCEEDED " + hopeless.key().limit().id());
        }
        if (!question.isEmpty()) {
            List<Pending> all =
                    pending.stream().filter(other -> other.expiresAt() > now).toList();
            long waiting = all.stream()
                    .filter(other -> identity(other.call().caller()).equals(identity(call.caller())))
                    .count();
            if (waiting >= MAX_PENDING || all.size() >= maxPendingInAll) {
                return "deny LIMIT_EXCEEDED " + question.get(0).id();
            }
        }
        boolean isHopeless = charges.stream().anyMatch(charge -> exceeds(charge, BigDecimal.ZERO));
        for (PlaceId id : taking) {
            long running = places.stream()
                    .filter(held -> held.until > now && held.id.equals(id))
                    .count();
            if (!isHopeless && running >= id.rule().max()) {
                return "deny CONCURRENCY_EXCEEDED " + id.rule().id();
            }
        }
        Charge reported = null;
        long longest = -1;
        for (Charge charge : charges) {
            long wait = exceeds(charge, used(charge.key(), now)) ? waitMillis(charge, now) : -1;
            if (wait > longest) {
                reported = charge;
                longest = wait;
            }
        }
        return reported == null
                ? null
                : "deny LIMIT_EXCEEDED " + reported.key().limit().id();
    }

    private static boolean exceeds(Charge charge, BigDecimal used) {
        Bound bound = charge.key().limit().bound();
        return bound != null && used.add(charge.amount()).compareTo(bound.max()) >= (bound.inclusive() ? 1 : 0);
    }

    /** How long until a charge that is refused would be taken, found by trying; the longest of all where never. */
    private long waitMillis(Charge charge, long now) {
        if (exceeds(charge, BigDecimal.ZERO)) {
            return Long.MAX_VALUE;
        }
        if (!(charge.key().limit().window() instanceof Window.Sliding sliding)) {
            return OracleWindows.end(charge.key().limit().window(), now) - now;
        }
        return log.stream()
                .filter(entry -> entry.key().equals(charge.key()))
                .mapToLong(entry -> entry.at() + sliding.length().toMillis())
                .filter(end -> end > now && !exceeds(charge, used(charge.key(), end)))
                .map(end -> end - now)
                .min()
                .orElseThrow();
    }

    private Charge charge(RulePlace place, Limit limit, ToolCall call) {
        Key shared = key(place, limit, call.caller());
        if (shared == null) {
            return new Charge(new Key(place, limit, null, null, null), null, "deny CALLER_UNKNOWN " + limit.id());
        }
        Key key = shared;
        if (limit.key() != null) {
            Object value = OracleValues.keyValue(limit.key(), call);
            if (value == null) {
                return new Charge(key, null, "deny INVALID_KEY " + limit.id());
            }
            key = new Key(place, limit, shared.identity(), shared.session(), value);
        }
        BigDecimal amount = limit.amount() instanceof Amount.Fixed fixed
                ? fixed.value()
                : sum(OracleValues.at(call, ((Amount.FromArgument) limit.amount()).path()), limit.amount());
        boolean whole = limit.amount() instanceof Amount.Fixed fixed && OracleValues.isWhole(fixed.value());
        boolean counts = amount != null
                && amount.signum() >= 0
                && amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE, whole ? 0 : 6)) <= 0;
        return counts
                ? new Charge(key, amount.setScale(whole ? 0 : 6, RoundingMode.CEILING), null)
                : new Charge(key, null, "deny INVALID_AMOUNT " + limit.id());
    }

    /** The places of a call, or why it has none. */
    private static Object placeOf(RulePlace place, Concurrency rule, ToolCall call) {
        Key shared = key(
                place,
                Limit.of(rule.head(), "places", Window.Calendar.DAY, null).withScope(rule.scope()),
                call.caller());
        if (shared == null) {
            return "deny CALLER_UNKNOWN " + rule.id();
        }
        Object value = rule.key() == null ? null : OracleValues.keyValue(rule.key(), call);
        return rule.key() != null && value == null
                ? "deny INVALID_KEY " + rule.id()
                : new PlaceId(place, rule, shared.identity(), shared.session(), value);
    }

    /** The sum of all, or null if one is no amount. */
    private static @Nullable BigDecimal sum(List<Object> values, Amount amount) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            boolean isDecimal = ((Amount.FromArgument) amount).decimal()
                    && value instanceof String text
                    && text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
            BigDecimal number = isDecimal ? new BigDecimal((String) value) : OracleValues.number(value);
            if (number == null || number.signum() < 0) {
                return null;
            }
            sum = sum.add(number);
        }
        return sum;
    }

    private static @Nullable Key key(RulePlace place, Limit limit, Caller caller) {
        String identity =
                switch (limit.scope()) {
                    case GLOBAL -> null;
                    case GRANT -> caller.grant();
                    case PRINCIPAL -> caller.principal();
                    case SESSION -> identity(caller).isEmpty() ? null : identity(caller);
                };
        String session = limit.scope() == Scope.SESSION ? caller.session() : null;
        boolean known = limit.scope() == Scope.GLOBAL || identity != null || session != null || caller.isAnonymous();
        return known ? new Key(place, limit, identity, session, null) : null;
    }

    private static String identity(Caller caller) {
        return caller.principal() != null
                ? "p " + caller.principal()
                : caller.grant() != null ? "g " + caller.grant() : "";
    }

    private BigDecimal used(Key key, long now) {
        return log.stream()
                .filter(entry ->
                        entry.key().equals(key) && sameWindow(key.limit().window(), entry.at(), now))
                .map(Entry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean sameWindow(Window window, long then, long now) {
        if (window instanceof Window.Sliding sliding) {
            return now - then < sliding.length().toMillis();
        }
        return OracleWindows.ordinal(window, then) == OracleWindows.ordinal(window, now);
    }

    /** Whether a rule is for a call at all, or null for cannot tell. */
    private @Nullable Boolean concerns(Rule rule, ToolCall call, long now) {
        return OracleValues.all(rule.when().stream()
                .map(condition -> outcome(rule, condition, call, now, true))
                .toList());
    }

    /** True, false, or null for cannot tell. A rule that is not for the call neither denies nor asks. */
    private @Nullable Boolean outcome(Rule rule, ToolCall call, long now) {
        Boolean concerned = concerns(rule, call, now);
        if (!Boolean.TRUE.equals(concerned)) {
            return concerned == null ? null : rule instanceof Require;
        }
        List<Condition> conditions = rule instanceof Require require
                ? require.conditions()
                : rule instanceof DenyIf deny ? deny.conditions() : ((RequireApproval) rule).conditions();
        return OracleValues.all(conditions.stream()
                .map(condition -> outcome(rule, condition, call, now, true))
                .toList());
    }

    private @Nullable Boolean outcome(Rule rule, Condition condition, ToolCall call, long now, boolean upright) {
        if (condition instanceof Condition.AllOf all) {
            return OracleValues.all(all.conditions().stream()
                    .map(part -> outcome(rule, part, call, now, upright))
                    .toList());
        }
        if (condition instanceof Condition.AnyOf any) {
            return OracleValues.any(any.conditions().stream()
                    .map(part -> outcome(rule, part, call, now, upright))
                    .toList());
        }
        if (condition instanceof Condition.Not not) {
            return OracleValues.not(outcome(rule, not.condition(), call, now, !upright));
        }
        if (condition instanceof Condition.AtTime time) {
            return OracleWindows.isIn(time.span(), now);
        }
        boolean optional = condition instanceof Condition.Optional;
        Condition plain = condition instanceof Condition.Optional whole ? whole.comparison() : condition;
        if (plain instanceof Condition.PathComparison pair) {
            return outcome(rule, pair, optional, call, upright);
        }
        Condition.Comparison comparison = (Condition.Comparison) plain;
        String operator = comparison.operator().id();
        if (comparison.path() instanceof CounterPath counter) {
            Key key = key(counter.place(), policy.limitOf(counter).orElseThrow(), call.caller());
            return key == null ? null : OracleValues.compare(operator, used(key, now), comparison.operand());
        }
        List<Boolean> outcomes = new ArrayList<>();
        boolean listsAlone = comparison.path() instanceof CallerPath && operator.endsWith("contains");
        for (Object value : OracleValues.at(call, (CallPath) comparison.path())) {
            boolean asks = value == null && (optional || rule instanceof RequireApproval) && !operator.equals("exists");
            if (listsAlone && value instanceof String) {
                outcomes.add(null);
            } else {
                outcomes.add(
                        asks
                                ? Boolean.valueOf(upright)
                                : comparison.decimal()
                                        ? OracleValues.compareDecimal(operator, value, comparison.operand())
                                        : OracleValues.compare(operator, value, comparison.operand()));
            }
        }
        return rule instanceof Require ? OracleValues.all(outcomes) : OracleValues.any(outcomes);
    }

    /** Of two values of the call: what is of another shape comes first, then what is missing. */
    private static @Nullable Boolean outcome(
            Rule rule, Condition.PathComparison pair, boolean optional, ToolCall call, boolean upright) {
        boolean missing = rule instanceof RequireApproval && upright;
        Object other = OracleValues.at(call, pair.from()).get(0);
        List<Boolean> outcomes = new ArrayList<>();
        for (Object value : OracleValues.at(call, pair.path())) {
            if (value == OracleValues.OF_ANOTHER_SHAPE || other == OracleValues.OF_ANOTHER_SHAPE) {
                outcomes.add(null);
            } else if (value == null) {
                outcomes.add(optional || missing);
            } else if (other == null) {
                outcomes.add(missing);
            } else if (pair.decimal() && other instanceof String text) {
                outcomes.add(
                        OracleValues.compareDecimal("eq", text, 0) == null
                                ? null
                                : OracleValues.compareDecimal(pair.operator().id(), value, new BigDecimal(text)));
            } else if (pair.decimal()) {
                outcomes.add(OracleValues.compareDecimal(pair.operator().id(), value, other));
            } else {
                outcomes.add(OracleValues.compare(pair.operator().id(), value, other));
            }
        }
        return rule instanceof Require ? OracleValues.all(outcomes) : OracleValues.any(outcomes);
    }

    /** An entry of the hidden tools, of which all but the stars is to be taken for itself. */
    static String asRegex(String entry) {
        return Arrays.stream(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*)"));
    }
}
