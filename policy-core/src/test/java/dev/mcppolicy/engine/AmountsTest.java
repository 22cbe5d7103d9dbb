package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts that are sums of elements, and amounts in text. */
class AmountsTest {
    private static final Window HOUR = Window.Calendar.HOUR;
    private static final String EXCEEDED = "deny LIMIT_EXCEEDED /tools/t/limits/0";
    private static final String INVALID = "deny INVALID_AMOUNT /tools/t/limits/0";

    private static PolicyEngine engine(Draft rule) {
        return PolicyEngine.builder(TestPolicy.ofTool(rule))
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
    }

    private static String put(PolicyEngine engine, Object value) {
        return Verdict.of(engine.decide(ToolCall.of("t", Collections.singletonMap("l", value))));
    }

    private static BigDecimal used(PolicyEngine engine) {
        return engine.explain(ToolCall.of("t", Map.of())).limits().get(0).used();
    }

    private static Map<String, Object> price(Object price) {
        return Collections.singletonMap("price", price);
    }

    @Test
    void a_wildcard_charges_the_sum_of_all_elements() {
        PolicyEngine engine = engine(limit("spend", HOUR, "1").of("args.l[*].price"));

        assertThat(put(engine, List.of(price(0.1), price(0.2)))).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("0.3");
        assertThat(put(engine, List.of(price(0.3), price(0.4), price(new BigDecimal("0.000001")))))
                .isEqualTo(EXCEEDED);
        assertThat(put(engine, List.of(price(0.3), price(0.4), price(0)))).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("1");
    }

    @Test
    void wildcards_within_wildcards_charge_every_one() {
        PolicyEngine engine = engine(limit("spend", HOUR, "9").of("args.l[*][*]"));

        assertThat(put(engine, List.of(List.of(1, 2), List.of(3)))).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("6");
        assertThat(put(engine, List.of(List.of(1), List.of()))).isEqualTo(INVALID);
    }

    @Test
    void a_sum_is_rounded_once() {
        PolicyEngine engine = engine(limit("spend", HOUR, "1").of("args.l[*]"));

        assertThat(put(engine, Collections.nCopies(10, new BigDecimal("0.0000001"))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("0.000001");
        assertThat(put(engine, Collections.nCopies(11, new BigDecimal("0.0000001"))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("0.000003");
    }

    @Test
    void a_sum_of_what_is_no_amount_denies_and_charges_nothing() {
        PolicyEngine engine = engine(limit("spend", HOUR, "100").of("args.l[*].price"));
        for (Object value : Arrays.asList(
                null,
                5,
                "5",
                price(5),
                List.of(),
                List.of(5),
                List.of(price(1), 5),
                List.of(price(1), Map.of()),
                Arrays.asList(price(1), null),
                List.of(price(1), price(null)),
                List.of(price(1), price("5")),
                List.of(price(1), price(List.of(5))),
                List.of(price(1), price(-1)),
                List.of(price(5), price(new BigDecimal("-1e-10000"))),
                List.of(price(1), price(Double.NaN)),
                List.of(price(new BigDecimal("1e10000")), price(1)),
                Collections.nCopies(2, price(new BigDecimal("5e12"))))) {
            assertThat(put(engine, value)).as("%s", value).isEqualTo(INVALID);
        }
        assertThat(used(engine)).isZero();
        assertThat(put(engine, List.of(price(0), price(new BigDecimal("0e9000")), price(-0.0))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "12.50", "0.000001", "5.0", "-0", "-0.0", "99999.99"})
    void text_that_is_a_decimal_number_counts_as_it(String text) {
        PolicyEngine engine = engine(limit("spend", HOUR, "100000").ofDecimal("args.l"));

        assertThat(put(engine, text)).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo(text);
        assertThat(put(engine(limit("spend", HOUR, "100000").of("args.l")), text))
                .isEqualTo(INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5 ",
                " 5",
                "+5",
                "-1",
                "-0.01",
                "05",
                "00",
                ".5",
                "5.",
                "5e0",
                "5E2",
                "1e-1",
                "0x5",
                "1,5",
                "1_000",
                "5.0.0",
                "--5",
                "-",
                "NaN",
                "Infinity",
                "\u0665",
                "\uff15",
                "true",
                "5\n",
                "1/2",
                "1 000"
            })
    void other_text_denies(String text) {
        PolicyEngine engine = engine(limit("spend", HOUR, "100").ofDecimal("args.l"));

        assertThat(put(engine, text)).isEqualTo(INVALID);
        assertThat(used(engine)).isZero();
    }

    @Test
    void an_amount_in_text_may_be_a_number_too_and_nothing_else() {
        PolicyEngine engine = engine(limit("spend", HOUR, "100").ofDecimal("args.l[*]"));

        assertThat(put(engine, List.of(1.5, "2.5", 3))).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo("7");
        assertThat(put(engine, "9".repeat(100_000))).isEqualTo(INVALID);
        assertThat(put(engine, List.of("9".repeat(100_000)))).isEqualTo(INVALID);
        assertThat(put(engine, List.of("0." + "0".repeat(1_990) + "1"))).isEqualTo(Verdict.ALLOW);
        for (Object other : Arrays.asList(true, Map.of(), List.of("1"), null)) {
            assertThat(put(engine, Arrays.asList("1", other))).as("%s", other).isEqualTo(INVALID);
        }
    }

    /** However the digits lie, a sum is what writing all numbers out and adding them says. */
    @Property(tries = 300)
    void a_sum_is_exact_in_any_order(@ForAll @Size(min = 1, max = 40) List<Short> digits, @ForAll byte spread) {
        List<Object> numbers = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < digits.size(); i++) {
            BigDecimal number = BigDecimal.valueOf(
                    Math.abs((long) digits.get(i)), Math.abs((digits.get(i) * 31 + spread * i) % 25) - 4);
            numbers.add(number);
            sum = sum.add(number);
        }
        PolicyEngine engine = engine(limit("spend", HOUR, "1").bound(null).of("args.l[*]"));

        assertThat(put(engine, numbers)).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isEqualByComparingTo(sum.setScale(6, RoundingMode.CEILING));
    }

    /** Ten thousand numbers whose digits lie ten thousand places apart are added up as they are counted: in a moment. */
    @Test
    void the_costliest_sum_that_arguments_can_hold_is_told() {
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < 9_990; i++) {
            numbers.add(new BigDecimal("1e-" + (i % 2 == 0 ? 10_000 - i : i)));
        }
        PolicyEngine engine = engine(limit("spend", HOUR, "1").bound(null).of("args.l[*]"));

        assertThat(put(engine, numbers)).isEqualTo(Verdict.ALLOW);
        assertThat(used(engine)).isGreaterThan(new BigDecimal("0.1"));
        assertThat(put(engine, Collections.nCopies(9_990, 4.9e-324))).isEqualTo(Verdict.ALLOW);
    }
}
