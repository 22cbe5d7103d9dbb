package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Listeners hear which policy decides before they hear of its decisions. */
class PolicyReporterTest {
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    private static final Policy FIRST = policy("a");
    private static final Policy SECOND = policy("b");

    /** A source whose changes may be refused. */
    private static final class Source implements PolicySource {
        final List<Consumer<? super String>> refusals = new CopyOnWriteArrayList<>();
        final List<Consumer<? super Policy>> listeners = new CopyOnWriteArrayList<>();
        volatile @Nullable Policy current;
        boolean broken;

        @Override
        public @Nullable Policy current() {
            return current;
        }

        @Override
        public Subscription subscribe(Consumer<? super Policy> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public Subscription subscribeRefusals(Consumer<? super String> listener) {
            refusals.add(listener);
            return () -> refusals.remove(listener);
        }

        @Override
        public String origin() {
            if (broken) {
                throw new IllegalStateException("the origin is not known");
            }
            return "policy.json";
        }
    }

    private static final class Ear implements DecisionListener {
        final List<String> heard = new ArrayList<>();
        final List<PolicyEvent> events = new ArrayList<>();

        @Override
        public void decided(DecisionEvent event) {
            heard.add("decision by " + event.revision());
        }

        @Override
        public void policyChanged(PolicyEvent event) {
            heard.add(event.getClass().getSimpleName() + " " + event.revision());
            events.add(event);
        }
    }

    private final Source source = new Source();
    private final Ear ear = new Ear();

    private static Policy policy(String hidden) {
        return new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .hidden(Set.of(hidden))
                .policy();
    }

    private PolicyEngine engine() {
        return PolicyEngine.builder(source).clock(() -> NOW).listener(ear).build();
    }

    private static void decide(PolicyEngine engine) {
        assertThat(engine.decide(ToolCall.of("t", null))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void the_policy_an_engine_starts_with_is_told_before_its_decisions() {
        source.current = FIRST;
        decide(engine());

        assertThat(ear.heard).containsExactly("Started " + FIRST.revision(), "decision by " + FIRST.revision());
        assertThat(ear.events).singleElement().isInstanceOfSatisfying(PolicyEvent.Started.class, started -> assertThat(
                        started)
                .returns(NOW, PolicyEvent.Started::at)
                .returns("p", PolicyEvent.Started::policy)
                .returns("policy.json", PolicyEvent.Started::origin)
                .returns(Mode.ENFORCE, PolicyEvent.Started::mode));
    }

    @Test
    void a_policy_that_comes_later_is_told_when_it_comes() {
        PolicyEngine engine = engine();
        assertThat(engine.decide(ToolCall.of("t", null))).isInstanceOf(Decision.Deny.class);
        source.current = FIRST;
        source.listeners.forEach(listener -> listener.accept(FIRST));
        decide(engine);

        assertThat(ear.heard)
                .containsExactly("decision by ", "Started " + FIRST.revision(), "decision by " + FIRST.revision());
    }

    @Test
    void a_reload_is_told_once_and_before_its_decisions_also_where_the_source_does_not_say_it() {
        source.current = FIRST;
        PolicyEngine engine = engine();
        source.current = SECOND;
        decide(engine);
        source.listeners.forEach(listener -> listener.accept(SECOND));
        decide(engine);

        assertThat(ear.heard)
                .containsExactly(
                        "Started " + FIRST.revision(),
                        "Reloaded " + SECOND.revision(),
                        "decision by " + SECOND.revision(),
                        "decision by " + SECOND.revision());
        assertThat(ear.events.get(1))
                .isEqualTo(new PolicyEvent.Reloaded(NOW, FIRST.revision(), SECOND.revision(), "p", "policy.json"));
    }

    @Test
    void a_policy_that_is_in_force_no_longer_is_not_told() {
        source.current = FIRST;
        PolicyEngine engine = engine();
        source.current = SECOND;
        source.listeners.forEach(listener -> listener.accept(FIRST));
        source.listeners.forEach(listener -> listener.accept(policy("c")));
        decide(engine);

        assertThat(ear.events).hasSize(2);
    }

    @Test
    void a_refused_change_is_told_with_the_revision_that_stays() {
        source.current = FIRST;
        PolicyEngine engine = engine();
        source.refusals.forEach(refusal -> refusal.accept("no policy"));
        decide(engine);

        assertThat(ear.events.get(1))
                .isEqualTo(new PolicyEvent.Refused(NOW, FIRST.revision(), "policy.json", "no policy"));
    }

    @Test
    void what_cannot_be_told_changes_no_decision_and_is_told_when_it_can() {
        source.current = FIRST;
        source.broken = true;
        PolicyEngine engine = engine();
        source.refusals.forEach(refusal -> refusal.accept("no policy"));
        decide(engine);
        assertThat(ear.events).isEmpty();

        source.broken = false;
        source.listeners.forEach(listener -> listener.accept(FIRST));
        assertThat(ear.heard).containsExactly("decision by " + FIRST.revision(), "Started " + FIRST.revision());
    }

    @Test
    void an_engine_that_nobody_listens_to_does_not_subscribe() {
        source.current = FIRST;
        decide(PolicyEngine.builder(source).build());

        assertThat(source.listeners).isEmpty();
        assertThat(source.refusals).isEmpty();
    }
}
