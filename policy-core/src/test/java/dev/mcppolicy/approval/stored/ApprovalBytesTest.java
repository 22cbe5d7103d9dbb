package dev.mcppolicy.approval.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RuleId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a question and its answer. */
class ApprovalBytesTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00.000000001Z");
    private static final String STRANGE = "lone \ud800, pair \ud83d\ude00, nul \u0000, \u202e, ä, \udfff";

    private static ApprovalRequest request(@Nullable Object arguments, Caller caller) {
        return new ApprovalRequest(
                "63c1d11bc80c0fe1-351",
                ToolCall.of("refund" + STRANGE, arguments, caller),
                List.of(
                        new AskingRule(RuleId.pointer("/tools/refund/approvals/0"), "large " + STRANGE, "Over 4."),
                        new AskingRule(
                                new RuleId("/x"),
                                "",
                                STRANGE,
                                ApprovedBy.OPERATOR,
                                new Remembrance(Duration.ofNanos(1_500_000_001), true, 7)),
                        new AskingRule(
                                new RuleId("/y"),
                                "y",
                                "",
                                ApprovedBy.CLIENT,
                                Remembrance.ofSameArguments(Duration.ofDays(40)))),
                "0123",
                NOON);
    }

    private static Map<String, @Nullable Object> arguments() {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("z", null);
        arguments.put(
                "numbers",
                Arrays.<@Nullable Object>asList(
                        1,
                        1L,
                        1.0,
                        1.0f,
                        (short) 1,
                        (byte) 1,
                        -0.0,
                        Double.NaN,
                        Long.MIN_VALUE,
                        Double.MIN_VALUE,
                        new BigDecimal("1.0"),
                        new BigDecimal("1.00"),
                        new BigDecimal("1e-9000"),
                        new BigDecimal("-0.10"),
                        new BigInteger("-123456789012345678901234567890"),
                        BigInteger.ZERO,
                        null));
        arguments.put(STRANGE, STRANGE);
        arguments.put("a", Map.of("deep", List.of(Map.of(), List.of(), true, false, "")));
        return arguments;
    }

    @Test
    void a_request_comes_back_as_it_was() {
        Map<String, ?> attributes = Map.of("roles", List.of("a", STRANGE), "level", new BigDecimal("3.10"));
        for (Caller caller : List.of(
                Caller.anonymous(),
                Caller.anonymous().withSession("s").withClient(""),
                Caller.unidentified(),
                Caller.ofGrant(STRANGE).withAttributes(attributes),
                Caller.ofPrincipal("p").withGrant("g").withSession("s").withClient(STRANGE))) {
            ApprovalRequest request = request(arguments(), caller);

            ApprovalRequest back = ApprovalBytes.request(ApprovalBytes.of(request));

            assertThat(back).isEqualTo(request);
            assertThat(back.arguments().keySet())
                    .containsExactlyElementsOf(arguments().keySet());
            assertThat(back.arguments()).isEqualTo(arguments());
            assertThat(back.binding()).isEqualTo(request.binding());
        }
    }

    @Test
    void a_call_without_arguments_stays_one() {
        for (Object arguments : Arrays.<@Nullable Object>asList(null, Map.of(), List.of(), "text")) {
            assertThat(ApprovalBytes.request(ApprovalBytes.of(request(arguments, Caller.anonymous()))))
                    .isEqualTo(request(arguments, Caller.anonymous()));
        }
    }

    @Test
    void an_answer_comes_back_as_it_was() {
        for (ApprovalAnswer answer : List.of(
                ApprovalAnswer.APPROVED,
                ApprovalAnswer.DECLINED,
                new ApprovalAnswer(true, STRANGE, AnswerWay.CALLBACK, NOON, STRANGE),
                new ApprovalAnswer(false, "", AnswerWay.OPERATOR, Instant.MAX, ""))) {
            assertThat(ApprovalBytes.answer(ApprovalBytes.of(answer))).isEqualTo(answer);
        }
    }

    @Test
    void what_is_not_json_and_what_is_too_deep_is_refused() {
        Object deep = "x";
        for (int i = 0; i < 1_001; i++) {
            deep = List.of(deep);
        }
        for (Object value : Arrays.asList(new Object(), new Object[0], Collections.singletonMap(1, 1), deep)) {
            assertThatThrownBy(() -> ApprovalBytes.of(request(Map.of("x", value), Caller.anonymous())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void bytes_that_are_cut_off_changed_or_too_many_are_no_request() {
        byte[] whole = ApprovalBytes.of(request(arguments(), Caller.ofGrant("shop")));
        List<byte[]> broken = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            broken.add(Arrays.copyOf(whole, length));
        }
        broken.add(Arrays.copyOf(whole, whole.length + 1));
        byte[] later = whole.clone();
        later[0]++;
        broken.add(later);

        assertThat(broken).allSatisfy(bytes -> assertThatThrownBy(() -> ApprovalBytes.request(bytes))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("what waits for an answer cannot be read: "));
    }
}
