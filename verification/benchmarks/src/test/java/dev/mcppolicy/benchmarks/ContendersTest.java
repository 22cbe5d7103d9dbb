package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.model.limit.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contenders are worth comparing: they decide alike, on calls that are neither all allowed nor all denied. */
class ContendersTest {
    private static final Map<String, Contender> CONTENDERS = Map.of(
            "this engine",
            new Engine(CommonPolicy.stateless()),
            "this engine, with the pattern engine",
            new Engine(CommonPolicy.statelessWithMatcher()),
            "hand-written, pattern",
            HandWritten.withPattern(),
            "hand-written, literal",
            HandWritten.withLiteral(),
            "CEL, pattern",
            Cel.withPattern(),
            "CEL, literal",
            Cel.withLiteral(),
            "Cedar",
            new Cedar(),
            "jCasbin",
            new Casbin());

    @Test
    void all_contenders_decide_alike_on_every_call() {
        Contender reference = HandWritten.withLiteral();
        for (Call call : CallMix.mixed()) {
            boolean expected = reference.allows(call);
            CONTENDERS.forEach((name, contender) -> assertThat(contender.allows(call))
                    .as("%s on %s", name, call)
                    .isEqualTo(expected));
        }
    }

    @Test
    void the_limited_contenders_decide_alike_when_the_limit_is_reached() {
        long max = CallMix.ALLOWED - 20;
        Caller agent = Caller.ofGrant("agent");
        Engine global = new Engine(CommonPolicy.limited(Scope.GLOBAL, max));
        Engine byGrant = new Engine(CommonPolicy.limited(Scope.GRANT, max));
        HandLimited hand = new HandLimited(HandWritten.withLiteral(), max);

        for (Call call : CallMix.mixed()) {
            boolean expected = hand.allows(call);
            assertThat(hand.allows(call, "agent")).isEqualTo(expected);
            assertThat(global.decide(call, agent) instanceof Decision.Allow).isEqualTo(expected);
            assertThat(byGrant.decide(call, agent) instanceof Decision.Allow).isEqualTo(expected);
        }
    }

    @Test
    void the_contenders_with_three_limits_decide_alike_when_the_limits_are_reached() {
        long max = CallMix.ALLOWED - 20;
        Engine engine = new Engine(CommonPolicy.limitedThreeTimes(max));
        HandLimited hand = new HandLimited(HandWritten.withLiteral(), max);

        for (Call call : CallMix.mixed()) {
            assertThat(engine.decide(call, Caller.ofGrant("agent")) instanceof Decision.Allow)
                    .isEqualTo(hand.allowsThrice(call, "agent"));
        }
    }

    @Test
    void about_63_percent_of_the_mix_are_allowed() {
        assertThat(Arrays.stream(CallMix.mixed()).filter(HandWritten.withLiteral()::allows))
                .hasSize(CallMix.ALLOWED);
        assertThat(100 * CallMix.ALLOWED / CallMix.SIZE).isEqualTo(63);
    }

    @Test
    void the_calls_of_one_kind_are_of_that_kind() {
        Contender policy = HandWritten.withLiteral();

        assertThat(CallMix.allowed()).allMatch(policy::allows);
        for (Call[] denied : List.of(CallMix.tooLarge(), CallMix.onAnotherBranch(), CallMix.ofTool("other"))) {
            assertThat(denied).noneMatch(policy::allows);
        }
    }
}
