package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import java.util.stream.Collectors;

/** Decisions as text, so that an assertion names the rule and not only the verdict. */
final class Verdict {
    static final String ALLOW = "allow";

    private Verdict() {}

    /** {@code allow}, {@code deny CODE rule} or {@code ask rule}. */
    static String of(Decision decision) {
        return decision.fold(
                allow -> ALLOW,
                deny -> "deny " + deny.denial().code() + " " + deny.denial().rule(),
                approval -> "ask "
                        + approval.rules().stream()
                                .map(rule -> rule.id().value())
                                .collect(Collectors.joining(" ")));
    }

    static Denial denial(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Deny.class);
        return ((Decision.Deny) decision).denial();
    }

    static Decision.Allow allow(Decision decision) {
        assertThat(Verdict.of(decision)).isEqualTo(ALLOW);
        return (Decision.Allow) decision;
    }

    static Decision.ApprovalRequired approval(Decision decision) {
        assertThat(Verdict.of(decision)).startsWith("ask ");
        return (Decision.ApprovalRequired) decision;
    }
}
