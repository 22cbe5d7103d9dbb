package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a call takes no answer.
 *
 * @param before the answer that was first, or null where none is known
 * @param isLate whether it waited until a moment ago
 */
record NotTaken(@Nullable ApprovalAnswer before, boolean isLate) {
    /** In words. */
    String text() {
        if (before != null) {
            return "it was answered before: " + text(before);
        }
        return isLate
                ? "its time is up, or its client has just left"
                : "no such question waits: its time is up, its client has left, or it never was";
    }

    /** An answer in words. */
    static String text(ApprovalAnswer answer) {
        return (answer.isApproved() ? "approved" : "denied")
                + (answer.by() == null ? "" : " by " + VisibleText.of(answer.by()))
                + (answer.at() == null ? "" : " at " + answer.at())
                + (answer.note() == null ? "" : ": " + VisibleText.of(answer.note()));
    }

    /** An answer for programs. */
    static Map<String, Object> members(ApprovalAnswer answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("approved", answer.isApproved());
        put("by", answer.by(), members);
        put("at", answer.at() == null ? null : answer.at().toString(), members);
        put("note", answer.note(), members);
        return members;
    }

    private static void put(String name, @Nullable String value, Map<String, Object> members) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
