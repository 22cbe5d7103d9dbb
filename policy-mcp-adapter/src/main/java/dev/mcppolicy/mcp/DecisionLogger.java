package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.text.VisibleText;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says decisions to the server's log, by SLF4J under the name {@value #NAME}: denials and questions for approval at
 * {@code INFO}, and so is where a policy in shadow mode would have decided otherwise; all else at {@code DEBUG}. What could
 * not be judged in shadow mode is a warning. No argument is said. Untrusted text is cut, and escaped where it does not show,
 * so that no caller can forge a line.
 *
 * <p>This class is threadsafe.
 */
public final class DecisionLogger implements DecisionListener {
    /** The logger's name. */
    public static final String NAME = "dev.mcppolicy.decisions";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final int MAX_TEXT = 256;

    private static final Map<ShadowDecision.Kind, String> PAST = Map.of(
            ShadowDecision.Kind.ALLOW, "allowed",
            ShadowDecision.Kind.DENY, "denied",
            ShadowDecision.Kind.APPROVAL_REQUIRED, "put to a human");

    /** A listener that says decisions to the server's log. */
    public DecisionLogger() {}

    @Override
    public void decided(DecisionEvent event) {
        Decision decision = event.decision();
        String tool = shown(event.call().tool());
        if (decision instanceof Decision.Deny deny) {
            Denial denial = deny.denial();
            LOG.info(
                    "denied {} of tool {} by {}: {} by rule {}",
                    event.id(),
                    tool,
                    shown(event.call().caller()),
                    denial.code(),
                    shown(denial.rule().value()));
        } else if (decision instanceof Decision.ApprovalRequired approval) {
            LOG.info(
                    "approval needed for {} of tool {} by {}: rule {}",
                    event.id(),
                    tool,
                    shown(event.call().caller()),
                    shown(approval.rule().value()));
        } else if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "allowed {} of tool {} by {}",
                    event.id(),
                    tool,
                    shown(event.call().caller()));
        }
        event.shadow().forEach(shadow -> say(event.id(), tool, shadow));
    }

    private static void say(String id, String tool, ShadowDecision shadow) {
        if (shadow.kind() == ShadowDecision.Kind.NOT_JUDGED) {
            LOG.warn("{} of tool {} could not be judged by {} in shadow mode", id, tool, shadow.view());
        } else if (shadow.differs()) {
            Denial denial = shadow.denial();
            LOG.info(
                    "{} of tool {} would have been {} by {} in shadow mode{}{}",
                    id,
                    tool,
                    PAST.get(shadow.kind()),
                    shadow.view(),
                    denial == null ? "" : ": " + denial.code(),
                    shadow.rule() == null
                            ? ""
                            : " by rule " + shown(shadow.rule().value()));
        }
    }

    @Override
    public void finished(OutcomeEvent event) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "finished {} of tool {}: {}", event.id(), shown(event.call().tool()), event.outcome());
        }
    }

    private static String shown(Caller caller) {
        if (caller.principal() != null) {
            return "principal " + shown(caller.principal());
        }
        return caller.grant() == null ? "nobody known" : "grant " + shown(caller.grant());
    }

    private static String shown(String text) {
        return VisibleText.of(text, MAX_TEXT);
    }
}
