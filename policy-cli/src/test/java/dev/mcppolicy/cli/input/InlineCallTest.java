package dev.mcppolicy.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcppolicy.decision.Caller;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls as they are typed. */
class InlineCallTest {
    @Test
    void a_number_a_boolean_and_null_are_what_json_has_for_them() {
        Map<String, Object> expected = new HashMap<>();
        expected.put("a", 25_000L);
        expected.put("b", new BigDecimal("-0.5"));
        expected.put("c", new BigInteger("123456789012345678901234567890"));
        expected.put("d", new BigDecimal("1e2"));
        expected.put("e", true);
        expected.put("f", null);

        assertThat(InlineCall.arguments(
                        List.of("a=25000", "b=-0.5", "c=123456789012345678901234567890", "d=1e2", "e=true", "f=null")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eur",
                "007",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "0x1F",
                "1_000",
                " 1",
                "1 ",
                "NaN",
                "True",
                "[1]",
                "{}",
                "\"5\"",
                "a=b",
                "a:=b",
                "2026-01-15",
                "١"
            })
    void everything_else_is_text_as_it_stands(String text) {
        assertThat(InlineCall.arguments(List.of("name=" + text))).isEqualTo(Map.of("name", text));
    }

    @Test
    void a_colon_before_the_sign_says_json() {
        assertThat(InlineCall.arguments(List.of("tags:=[\"a\",1]", "zip:=\"00501\"", "a.b:={\"c\":true}")))
                .isEqualTo(Map.of("tags", List.of("a", 1L), "zip", "00501", "a.b", Map.of("c", true)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount | `amount` is no argument: write `name=value`, or `name:=` and JSON",
                "=5 | `=5` is no argument: write `name=value`, or `name:=` and JSON",
                ":=5 | `:=5` is no argument: write `name=value`, or `name:=` and JSON",
                "a=1 a=2 | the argument `a` is given twice",
                "a=1e99999999999 | argument `a`:1:1: number `1e99999999999` has too large an exponent"
            })
    void what_is_no_argument_is_refused(String words, String message) {
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> InlineCall.arguments(Arrays.asList(words.split(" "))))
                .withMessage(message);
    }

    @Test
    void json_that_is_none_is_refused_with_its_place() {
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> InlineCall.arguments(List.of("a:=[1,")))
                .withMessageStartingWith("argument `a`:1:");
    }

    @Test
    void a_caller_has_the_parts_that_are_named() {
        assertThat(InlineCall.caller(List.of("grant=support", "principal=al=ice")))
                .isEqualTo(Caller.ofGrant("support").withPrincipal("al=ice"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grnt=a | --as: a caller has no `grnt` (did you mean `grant`?)",
                "team=a | --as: a caller has no `team` (there are `grant`, `principal`, `session`)",
                "grant | --as: `grant` needs a value, as in `grant=support`",
                "grant= | --as: `grant` needs a value, as in `grant=support`",
                "grant=a grant=b | --as: `grant` is given twice"
            })
    void what_is_no_part_of_a_caller_is_refused(String parts, String message) {
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> InlineCall.caller(Arrays.asList(parts.split(" "))))
                .withMessage(message);
    }
}
