package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one tool, of a group or of every tool, as they come. */
final class RuleList implements ToolRules {
    private final Object[] place;
    private final String owner;
    private final List<RuleDraft> drafts = new ArrayList<>();
    private final Set<String> counters = new HashSet<>();
    private final List<ConcurrencyBuilder> places = new ArrayList<>();
    private boolean closed;

    private RuleList(String owner, Object... place) {
        this.owner = owner;
        this.place = place;
    }

    static RuleList ofTool(String tool) {
        return new RuleList("`" + tool + "`", "tools", tool);
    }

    static RuleList ofGroup(String group) {
        return new RuleList("group `" + group + "`", "groups", group);
    }

    static RuleList ofEveryTool() {
        return new RuleList("every tool", "all_tools");
    }

    @Override
    @CanIgnoreReturnValue
    public Requirement require(Condition first, Condition... more) {
        return add(new RuleDraft(RuleDraft.Kind.REQUIRE, Terms.list(first, more)));
    }

    @Override
    @CanIgnoreReturnValue
    public Denial denyIf(Condition first, Condition... more) {
        return add(new RuleDraft(RuleDraft.Kind.DENY_IF, Terms.list(first, more)));
    }

    @Override
    @CanIgnoreReturnValue
    public Denial deny() {
        return add(new RuleDraft(RuleDraft.Kind.DENY_IF, List.of()));
    }

    @Override
    @CanIgnoreReturnValue
    public Approval requireApproval() {
        return add(new RuleDraft(RuleDraft.Kind.APPROVAL, List.of()));
    }

    @Override
    @CanIgnoreReturnValue
    public Approval requireApproval(Condition first, Condition... more) {
        return add(new RuleDraft(RuleDraft.Kind.APPROVAL, Terms.list(first, more)));
    }

    @Override
    @CanIgnoreReturnValue
    public ToolRules limit(LimitBuilder limit) {
        checkOpen();
        if (!counters.add(limit.counter())) {
            throw new IllegalArgumentException("two limits of " + owner + " have the counter `" + limit.counter()
                    + "` (name one of them by `countedAs`)");
        }
        return add(new RuleDraft(limit));
    }

    @Override
    @CanIgnoreReturnValue
    public ToolRules concurrent(ConcurrencyBuilder concurrency) {
        checkOpen();
        if (places.stream().anyMatch(concurrency::sharesPlacesWith)) {
            throw new IllegalArgumentException("two concurrency rules of " + owner
                    + " are of the same calls (give one of them another scope or key)");
        }
        places.add(concurrency);
        return add(new RuleDraft(concurrency));
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the rules of " + owner + " are complete");
        }
    }

    /** Ends the list: the rules, each with the pointer of its kind and its number among its kind. */
    List<Rule> close() {
        closed = true;
        Map<RuleDraft.Kind, Integer> seen = new EnumMap<>(RuleDraft.Kind.class);
        RuleDraft action = actionForm();
        List<Rule> rules = new ArrayList<>(drafts.size());
        for (RuleDraft draft : drafts) {
            rules.add(draft.rule(
                    draft == action
                            ? pointer("action")
                            : pointer(draft.kind(), seen.merge(draft.kind(), 1, Integer::sum) - 1)));
        }
        return rules;
    }

    /** PolicyLayer has one concurrency rule in a place, which stands in no list. */
    private RuleId pointer(RuleDraft.Kind kind, int index) {
        return kind == RuleDraft.Kind.CONCURRENCY && index == 0 ? pointer(kind.key()) : pointer(kind.key(), index);
    }

    /** The approval that PolicyLayer says by {@code action}: the first, if it is of every call with the usual time-out. */
    private @Nullable RuleDraft actionForm() {
        return drafts.stream()
                .filter(draft -> draft.kind() == RuleDraft.Kind.APPROVAL)
                .limit(place.length == 2 ? 1 : 0)
                .filter(RuleDraft::isPlainApproval)
                .findFirst()
                .orElse(null);
    }

    private RuleId pointer(Object... rest) {
        Object[] tokens = new Object[place.length + rest.length];
        System.arraycopy(place, 0, tokens, 0, place.length);
        System.arraycopy(rest, 0, tokens, place.length, rest.length);
        return RuleId.pointer(tokens);
    }

    @CanIgnoreReturnValue
    private RuleStep add(RuleDraft draft) {
        checkOpen();
        drafts.add(draft);
        return new RuleStep(this, draft);
    }
}
