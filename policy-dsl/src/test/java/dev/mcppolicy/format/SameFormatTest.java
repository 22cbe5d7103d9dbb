package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.model.PolicyFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in the format in which it was read is as short as it was. */
class SameFormatTest {
    private static final String HEAD = "version: \"1\"\ndefault: deny\ntools:\n  t:\n    rules:\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "      - { rate_limit: 5/hour }\n",
                "      - { name: monthly, rate_limit: 1000/month }\n",
                "      - { name: own, rate_limit: 10/day, on_deny: Slow down. }\n",
                "      - { rate_limit: { max: 30, window: 60 } }\n",
                "      - { rate_limit: { max: 0.5, window: hour } }\n",
                "      - { rate_limit: { max: 3, window: { sliding: 10 }, scope: grant, key: args.c } }\n",
                "      - { rate_limit: { max: 3, window: day, zone: Europe/Berlin, scope: global } }\n",
                "      - { rate_limit: { max: 3, window: day, counter: mine } }\n",
                "      - { name: money, spend: { daily: 50, amount: args.amount } }\n",
                "      - { name: money, spend: { per_call: 0.5, daily: 50, amount: args.amount }, on_deny: No. }\n",
                "      - { spend: { daily: 50, zone: Europe/Berlin, amount: args.amount, key: args.customer } }\n"
            })
    void a_short_limit_stays_short(String rule) {
        String document = HEAD + rule;
        String written = PolicyWriter.write(PolicyReader.parse(document), PolicyFormat.INTERCEPT);

        assertThat(PolicyReader.parse(written).tools())
                .isEqualTo(PolicyReader.parse(document).tools());
        assertThat(oneLine(written)).isEqualTo(oneLine(document));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                      - conditions: [{ path: state.t.calls, op: lte, value: 5 }]
                        state: { counter: calls, window: hour }
                """, """
                      - conditions: [{ path: state.t._rate_hour, op: lte, value: 5 }]
                        state: { counter: _rate_hour, window: hour }
                """, """
                      - conditions: [{ path: state.t._rate_hour, op: lt, value: 5 }]
                        state: { counter: _rate_hour, window: hour }
                        on_deny: No.
                """})
    void a_limit_that_the_short_form_would_say_otherwise_stays_long(String rule) {
        String written = PolicyWriter.write(PolicyReader.parse(HEAD + rule), PolicyFormat.INTERCEPT);

        assertThat(written).contains("state:").doesNotContain("rate_limit");
        assertThat(PolicyReader.parse(written).tools())
                .isEqualTo(PolicyReader.parse(HEAD + rule).tools());
    }

    @Test
    void a_counter_that_another_rule_reads_is_declared() {
        String document = HEAD + """
                      - conditions: [{ path: state.t._rate_hour, op: lte, value: 5 }]
                        state: { counter: _rate_hour, window: hour }
                        on_deny: Slow down.
                      - { conditions: [{ path: state.t._rate_hour, op: lt, value: 3 }], on_deny: No. }
                """;
        String written = PolicyWriter.write(PolicyReader.parse(document), PolicyFormat.INTERCEPT);

        assertThat(PolicyReader.parse(written).tools())
                .isEqualTo(PolicyReader.parse(document).tools());
    }

    @Test
    void the_portable_form_has_the_short_limits_that_the_reference_knows() {
        String portable = PolicyWriter.to(PolicyFormat.INTERCEPT)
                .portable()
                .write(PolicyReader.parse(HEAD + "      - { rate_limit: 5/hour }\n"
                        + "      - { spend: { daily: 50, amount: args.amount } }\n"));

        assertThat(portable).contains("rate_limit: 5/hour").contains("increment_from: args.amount");
    }

    @Test
    void comments_are_told_from_what_looks_like_one() {
        assertThat(DataDocument.hasComments("a: 1 # why\n")).isTrue();
        assertThat(DataDocument.hasComments("# first\na: 1\n")).isTrue();
        assertThat(DataDocument.hasComments("a: 1\n\n\nb: 'x # y'\nc: |\n  # text\n  more\nd: x#y\n"))
                .isFalse();
        assertThat(DataDocument.hasComments("{\"a\": \"# b\"}\n")).isFalse();
    }

    /** A document without its layout. */
    private static String oneLine(String document) {
        return document.replaceAll("(?m)[{}\\[\\],\"]|^ *- ", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
