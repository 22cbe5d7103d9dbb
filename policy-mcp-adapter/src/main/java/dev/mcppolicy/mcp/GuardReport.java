package dev.mcppolicy.mcp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a server a policy guards, at one moment. Where there are several policies, a tool counts as hidden when all
 * hide it, and as unlisted when none lists it.
 *
 * @param guarded the tools that the policy names rules for or lists
 * @param hidden the guarded tools that the policy hides
 * @param unlisted the guarded tools that the policy does not mention
 * @param unguarded the tools whose handlers the policy does not see
 * @param unknown names in the policy that no tool of the server bears, each with the name that may be meant, or with an
 *     empty text
 * @param outside how many resources and prompts the server offers, which no policy judges
 * @param validatesFirst whether the server checks inputs before the policy judges a call, so that an invalid call is
 *     neither judged nor counted, and tells of a hidden tool
 * @param defaultAction what happens to unlisted tools, in a word
 * @param auditMode what is in audit mode, and so not enforced, each in a few words
 */
@CheckReturnValue
public record GuardReport(
        List<String> guarded,
        List<String> hidden,
        List<String> unlisted,
        List<String> unguarded,
        Map<String, String> unknown,
        int outside,
        boolean validatesFirst,
        String defaultAction,
        List<String> auditMode) {
    private static final int LONGEST_NAME = 128;

    /** Copies the collections. */
    public GuardReport {
        guarded = List.copyOf(guarded);
        hidden = List.copyOf(hidden);
        unlisted = List.copyOf(unlisted);
        unguarded = List.copyOf(unguarded);
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        auditMode = List.copyOf(auditMode);
    }

    /**
     * A report of policies that are enforced.
     *
     * @param guarded the tools that the policy names rules for or lists
     * @param hidden the guarded tools that the policy hides
     * @param unlisted the guarded tools that the policy does not mention
     * @param unguarded the tools whose handlers the policy does not see
     * @param unknown names in the policy that no tool of the server bears
     * @param outside how many resources and prompts the server offers
     * @param validatesFirst whether the server checks inputs before the policy judges a call
     * @param defaultAction what happens to unlisted tools, in a word
     */
    public GuardReport(
            List<String> guarded,
            List<String> hidden,
            List<String> unlisted,
            List<String> unguarded,
            Map<String, String> unknown,
            int outside,
            boolean validatesFirst,
            String defaultAction) {
        this(guarded, hidden, unlisted, unguarded, unknown, outside, validatesFirst, defaultAction, List.of());
    }

    /**
     * Checks that every tool is guarded, and that calls are judged before their inputs are validated.
     *
     * @return this report
     * @throws IllegalStateException if not; the message names every tool that is not guarded
     */
    @CanIgnoreReturnValue
    public GuardReport requireGuarded() {
        if (!unguarded.isEmpty()) {
            throw new IllegalStateException("not guarded by the policy: " + quoted(unguarded));
        }
        if (validatesFirst) {
            throw new IllegalStateException(
                    "the server validates inputs before the policy judges; build it with `validateToolInputs(false)`");
        }
        return this;
    }

    /**
     * Checks that every name in the policy is that of a tool.
     *
     * @return this report
     * @throws IllegalStateException if not; the message lists the names
     */
    @CanIgnoreReturnValue
    public GuardReport requireKnownTools() {
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("the policy names tools that the server does not have: " + namesUnknown());
        }
        return this;
    }

    /** Whether there is nothing that the operator should look at. */
    boolean isClean() {
        return unguarded.isEmpty() && unknown.isEmpty() && !validatesFirst && auditMode.isEmpty();
    }

    /**
     * The report in one line.
     *
     * @return for example {@code 4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny}
     */
    @Override
    public String toString() {
        int tools = guarded.size() + hidden.size() + unlisted.size() + unguarded.size();
        List<String> parts = new ArrayList<>();
        parts.add(tools + (tools == 1 ? " tool: " : " tools: ") + guarded.size() + " guarded, " + hidden.size()
                + " hidden, " + unlisted.size() + " unlisted");
        parts.add("default " + defaultAction);
        parts.addAll(auditMode);
        if (!unguarded.isEmpty()) {
            parts.add("NOT GUARDED: " + quoted(unguarded));
        }
        if (validatesFirst) {
            parts.add("inputs are validated BEFORE the policy judges");
        }
        if (!unknown.isEmpty()) {
            parts.add("no tool is called " + namesUnknown());
        }
        if (outside > 0) {
            parts.add(outside + " resources and prompts are outside the policy");
        }
        return String.join("; ", parts);
    }

    private String namesUnknown() {
        return unknown.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> quoted(List.of(entry.getKey()))
                        + (entry.getValue().isEmpty() ? "" : " (" + NearestName.didYouMean(entry.getValue()) + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> "`" + VisibleText.of(name, LONGEST_NAME) + "`")
                .collect(Collectors.joining(", "));
    }
}
