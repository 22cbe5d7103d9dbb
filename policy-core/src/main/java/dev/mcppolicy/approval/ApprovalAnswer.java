package dev.mcppolicy.approval;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.decision.AnswerWay;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a human says to a call that needs approval. Who answered, when and why is for the operator and never for the
 * caller.
 *
 * @param isApproved true if the call may run, should the policy still let it; false if it must not run
 * @param by who answered, as the one who asked knows them, or null where that is not known
 * @param way by which way they were asked, or null where that is not known
 * @param at when, or null where that is not known
 * @param note what they say of it, or null
 */
@CheckReturnValue
public record ApprovalAnswer(
        boolean isApproved,
        @Nullable String by,
        @Nullable AnswerWay way,
        @Nullable Instant at,
        @Nullable String note) {
    /** The call may run, if the policy still lets it. */
    public static final ApprovalAnswer APPROVED = new ApprovalAnswer(true, null, null, null, null);

    /** The call must not run. */
    public static final ApprovalAnswer DECLINED = new ApprovalAnswer(false, null, null, null, null);

    /**
     * The answer of somebody.
     *
     * @param who who answers
     * @return the changed copy
     */
    public ApprovalAnswer by(String who) {
        return new ApprovalAnswer(isApproved, who, way, at, note);
    }

    /**
     * The answer with the way by which it came.
     *
     * @param asked by which way the human was asked
     * @return the changed copy, or this answer where it says a way already
     */
    public ApprovalAnswer through(AnswerWay asked) {
        return way == null ? new ApprovalAnswer(isApproved, by, asked, at, note) : this;
    }

    /**
     * The answer as of a time.
     *
     * @param instant when it was given
     * @return the changed copy
     */
    public ApprovalAnswer at(Instant instant) {
        return new ApprovalAnswer(isApproved, by, way, instant, note);
    }

    /**
     * The answer with a reason.
     *
     * @param text what the one who answers says of it
     * @return the changed copy
     */
    public ApprovalAnswer withNote(String text) {
        return new ApprovalAnswer(isApproved, by, way, at, text);
    }
}
