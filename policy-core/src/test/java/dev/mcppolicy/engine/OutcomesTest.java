package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.OutcomeEvent.Settled;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What became of a call reaches those who heard of its decision, under the decision's id. */
class OutcomesTest {
    private static final Policy LIMITED = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "10"));
    private static final Policy ASKING = TestPolicy.ofTool(approval());
    private static final ToolCall CALL = ToolCall.of("t", Map.of());

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final Ear ear = new Ear();

    /** Writes down what it hears. */
    private static final class Ear implements DecisionListener {
        final List<DecisionEvent> decisions = new ArrayList<>();
        final List<OutcomeEvent> outcomes = new ArrayList<>();

        @Override
        public void decided(DecisionEvent event) {
            decisions.add(event);
        }

        @Override
        public void finished(OutcomeEvent event) {
            outcomes.add(event);
        }
    }

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).listener(ear).build();
    }

    @Test
    void an_outcome_bears_the_id_of_its_decision() {
        PolicyEngine engine = engine(LIMITED);
        Decision.Allow allow = Verdict.allow(engine.decide(CALL));

        engine.finish(CALL, allow, ToolOutcome.TOOL_ERROR);

        assertThat(allow.id()).isNotEmpty().isEqualTo(ear.decisions.get(0).id());
        assertThat(ear.outcomes)
                .containsExactly(new OutcomeEvent(
                        clock.instant(),
                        allow.id(),
                        CALL,
                        LIMITED.revision(),
                        ToolOutcome.TOOL_ERROR,
                        List.of(Settled.of(allow.reservation().charges().get(0), 1))));
    }

    @Test
    void an_outcome_says_what_became_of_the_charges_whoever_settled_them() {
        PolicyEngine engine = engine(LIMITED);
        Map<String, Integer> settled = new LinkedHashMap<>();
        for (String how : List.of("kept", "given back", "actual", "given back before", "settled before")) {
            Decision.Allow allow = Verdict.allow(engine.decide(CALL));
            Map<String, BigDecimal> three = Map.of(
                    allow.reservation().charges().get(0).key().definition().counter(), BigDecimal.valueOf(3));
            if (how.equals("given back before")) {
                allow.reservation().release();
            } else if (how.equals("settled before")) {
                allow.reservation().settle(three);
            }
            if (how.equals("actual")) {
                engine.finish(CALL, allow, ToolOutcome.RETURNED, three);
            } else {
                engine.finish(CALL, allow, how.equals("given back") ? ToolOutcome.NOT_EXECUTED : ToolOutcome.RETURNED);
            }
            Settled charge = ear.outcomes.get(ear.outcomes.size() - 1).charges().get(0);
            assertThat(charge.reserved()).as(how).isEqualByComparingTo("1");
            settled.put(how, charge.settled().intValueExact());
        }

        assertThat(settled)
                .containsExactly(
                        Map.entry("kept", 1),
                        Map.entry("given back", 0),
                        Map.entry("actual", 3),
                        Map.entry("given back before", 0),
                        Map.entry("settled before", 3));
    }

    @Test
    void an_asynchronous_decision_bears_an_id_too() {
        Decision.Allow allow = Verdict.allow(
                engine(LIMITED).decideAsync(CALL).toCompletableFuture().join());

        assertThat(allow.id()).isNotEmpty().isEqualTo(ear.decisions.get(0).id());
    }

    @Test
    void no_two_decisions_share_an_id() {
        PolicyEngine engine = engine(LIMITED);
        PolicyEngine another = engine(LIMITED);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            assertThat(engine.decide(CALL)).isNotNull();
            assertThat(another.decide(CALL)).isNotNull();
        }
        ear.decisions.forEach(event -> ids.add(event.id()));

        assertThat(ids).hasSize(40);
    }

    @Test
    void the_decision_on_an_answered_approval_names_the_question() {
        PolicyEngine engine = engine(ASKING);
        Decision.ApprovalRequired question = Verdict.approval(engine.decide(CALL));

        Decision.Allow answer = Verdict.allow(engine.approve(question));

        assertThat(ear.decisions).extracting(DecisionEvent::id).containsExactly(question.id(), answer.id());
        assertThat(ear.decisions).extracting(DecisionEvent::answers).containsExactly(null, question.id());
    }

    @Test
    void nobody_hears_of_an_outcome_where_nobody_heard_of_the_decision() {
        PolicyEngine silent = PolicyEngine.builder(LIMITED).clock(clock).build();

        assertThat(Verdict.allow(silent.decide(CALL)).id()).isEmpty();
    }

    @Test
    void a_decision_that_is_taken_back_ends_not_executed() {
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(clock)
                .requiredListener(ear)
                .requiredListener(event -> {
                    throw new IllegalStateException("the disk is full");
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");

        assertThat(ear.outcomes)
                .singleElement()
                .returns(ToolOutcome.NOT_EXECUTED, OutcomeEvent::outcome)
                .returns(ear.decisions.get(0).id(), OutcomeEvent::id);
    }

    @Test
    void a_listener_that_fails_at_an_outcome_harms_nobody() {
        DecisionListener failing = new DecisionListener() {
            @Override
            public void decided(DecisionEvent event) {}

            @Override
            public void finished(OutcomeEvent event) {
                throw new IllegalStateException("the disk is full");
            }
        };
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(clock)
                .requiredListener(failing)
                .listener(ear)
                .build();

        engine.finish(CALL, Verdict.allow(engine.decide(CALL)), ToolOutcome.RETURNED);

        assertThat(ear.outcomes).hasSize(1);
    }

    @Test
    void a_queued_listener_hears_outcomes_after_decisions() {
        try (QueuedDecisionListener queued = new QueuedDecisionListener(ear, 16)) {
            PolicyEngine engine =
                    PolicyEngine.builder(LIMITED).clock(clock).listener(queued).build();
            engine.finish(CALL, Verdict.allow(engine.decide(CALL)), ToolOutcome.RETURNED);
        }

        assertThat(ear.decisions).hasSize(1);
        assertThat(ear.outcomes).extracting(OutcomeEvent::outcome).containsExactly(ToolOutcome.RETURNED);
    }
}
