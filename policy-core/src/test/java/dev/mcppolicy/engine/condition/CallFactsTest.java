package dev.mcppolicy.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.operator.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is taken for the caller, and no instant for that of the decision, where neither was told. */
class CallFactsTest {
    private static ConditionNode node(Condition condition) {
        return new ConditionCompiler(rule -> false)
                .compile(
                        new Require(RuleHead.of(new RuleId("/r")), List.of(condition)),
                        ConditionCompiler.Reading.REQUIREMENT);
    }

    private static Condition of(String path) {
        return new Condition.Comparison(CallPath.parse(path), Operator.EXISTS, false);
    }

    static Stream<Condition> conditionsOfFacts() {
        Condition known = of("caller.principal");
        return Stream.of(
                known,
                of("caller.attributes.a[*]"),
                new Condition.PathComparison(CallPath.parse("args.x"), Operator.EQ, CallPath.parse("caller.grant")),
                new Condition.PathComparison(CallPath.parse("caller.grant"), Operator.EQ, CallPath.parse("args.x")),
                new Condition.AtTime(new TimeSpan.Before(Instant.EPOCH)),
                new Condition.Not(known),
                new Condition.AnyOf(List.of(known, of("args.x"))),
                new Condition.AllOf(List.of(of("args.x"), known)));
    }

    @ParameterizedTest
    @MethodSource("conditionsOfFacts")
    void a_condition_of_more_than_the_arguments_asks_for_facts_and_fails_without(Condition condition) {
        ConditionNode node = node(condition);

        assertThat(node.needsFacts()).isTrue();
        assertThatThrownBy(() -> node.test(Map.of(), CallFacts.NONE, Work.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void conditions_of_the_arguments_alone_ask_for_none() {
        ConditionNode node = node(new Condition.AllOf(List.of(of("args.x"), new Condition.Not(of("args.y")))));

        assertThat(node.needsFacts()).isFalse();
        assertThat(node.test(Map.of(), CallFacts.NONE, Work.NONE)).isEqualTo(Truth.FALSE);
    }
}
