package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A caller is who it is said to be, in every part. */
class CallerTest {
    private static List<Caller> eachDifferentInOnePart() {
        Caller full = Caller.ofPrincipal("p")
                .withGrant("g")
                .withSession("s")
                .withClient("c")
                .withAttributes(Map.of("team", "a"));
        return List.of(
                full,
                full.withGrant("h"),
                full.withSession("t"),
                full.withClient("d"),
                full.withAttributes(Map.of("team", "b")),
                Caller.ofPrincipal("q").withGrant("g").withSession("s").withClient("c"),
                Caller.ofGrant("g"),
                Caller.ofPrincipal("g"),
                Caller.anonymous(),
                Caller.unidentified());
    }

    @Test
    void callers_that_differ_in_any_part_are_different() {
        assertThat(eachDifferentInOnePart()).doesNotHaveDuplicates();
        assertThat(eachDifferentInOnePart().stream().map(Caller::hashCode)).doesNotHaveDuplicates();
        assertThat(eachDifferentInOnePart()).isEqualTo(eachDifferentInOnePart());
        assertThat(eachDifferentInOnePart().get(0).hashCode())
                .isEqualTo(eachDifferentInOnePart().get(0).hashCode());
        assertThat(Caller.anonymous()).isNotEqualTo("anonymous");
    }

    @Test
    void a_caller_keeps_what_is_known_of_it() {
        Map<String, String> attributes = new HashMap<>(Map.of("team", "a"));
        Caller caller = Caller.ofPrincipal("p")
                .withGrant("g")
                .withSession("s")
                .withClient("c")
                .withAttributes(attributes);
        attributes.clear();

        assertThat(caller.principal()).isEqualTo("p");
        assertThat(caller.grant()).isEqualTo("g");
        assertThat(caller.session()).isEqualTo("s");
        assertThat(caller.client()).isEqualTo("c");
        assertThat(caller.attributes()).isEqualTo(Map.of("team", "a"));
        assertThatThrownBy(() -> caller.attributes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(caller).hasToString("Caller[grant=g, principal=p, session=s, client=c]");
        assertThat(Caller.anonymous()).hasToString("Caller[anonymous, session=null, client=null]");
    }
}
