package dev.mcppolicy.catalog.draft;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.catalog.risk.ToolClass;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a draft has for the tools of each class. A document in Intercept's format, with the classes in the place of tools:
 *
 * <pre>{@code
 * hide: [destructive]
 * tools:
 *   read: {}
 *   write: { rules: [ { rate_limit: { max: 30, window: minute, scope: grant } } ] }
 *   ...
 * }</pre>
 *
 * <p>Each class stands under {@code tools} or {@code hide}. Its rules are those of every tool of the class, each tool with
 * counters of its own.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class DraftProfile {
    private static final String RESOURCE = "profile.yaml";
    private static final List<String> CLASSES =
            Arrays.stream(ToolClass.values()).map(ToolClass::id).toList();

    private final Policy policy;

    private DraftProfile(Policy policy) {
        this.policy = policy;
    }

    /**
     * The recommended profile, each number for a minute and a grant: 60 calls of tools that read, 30 of those that write,
     * 10 of those that execute or whose class nobody knows; what destroys is hidden, and what moves money denied.
     *
     * @return the profile
     */
    public static DraftProfile standard() {
        try (InputStream in = Objects.requireNonNull(DraftProfile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @param file a file in UTF-8
     * @return the profile
     * @throws InvalidDraftException if it cannot be read or is no profile
     */
    public static DraftProfile read(Path file) {
        return of(PolicyReader.check(file));
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @return the profile
     * @throws InvalidDraftException if it is no profile
     */
    public static DraftProfile parse(String text) {
        return of(PolicyReader.check(text, "profile"));
    }

    private static DraftProfile of(CheckedPolicy checked) {
        List<String> problems = new ArrayList<>(checked.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(PolicyProblem::toString)
                .toList());
        Policy policy = checked.policy();
        if (policy != null) {
            String file = VisibleText.of(checked.document().name());
            problemsOf(policy).forEach(problem -> problems.add(file + ": " + problem));
        }
        if (policy == null || !problems.isEmpty()) {
            throw new InvalidDraftException(problems);
        }
        return new DraftProfile(policy);
    }

    private static List<String> problemsOf(Policy policy) {
        List<String> problems = new ArrayList<>();
        if (policy.format() != PolicyFormat.INTERCEPT) {
            problems.add("a profile is written in the intercept format, with `rules` under each class");
        }
        if (!policy.groups().isEmpty() || !policy.everyTool().isEmpty()) {
            problems.add("a profile has rules under its classes alone, neither groups nor rules for every tool");
        }
        if (policy.mode() != Mode.ENFORCE) {
            problems.add("a profile has no mode of its own; its rules may");
        }
        for (String name : Stream.concat(policy.tools().keySet().stream(), policy.hidden().stream())
                .toList()) {
            if (!CLASSES.contains(name)) {
                problems.add("unknown class `" + VisibleText.of(name) + "`" + NearestName.help(name, CLASSES));
            }
        }
        for (String name : CLASSES) {
            boolean hides = policy.hides(name);
            if (hides == policy.tools().containsKey(name)) {
                problems.add(
                        hides
                                ? "class `" + name + "` stands under `tools` and `hide`"
                                : "class `" + name + "` is missing");
            }
        }
        if (policy.rules().stream()
                .anyMatch(placed -> !placed.rule().countersRead().isEmpty())) {
            problems.add("a rule of a profile reads no counter; its limits may count by `rate_limit` and `spend`");
        }
        return problems;
    }

    /** Whether tools of a class are hidden. */
    boolean hides(ToolClass toolClass) {
        return policy.hides(toolClass.id());
    }

    /** Whether every call of a tool of a class is denied, so that no other rule has anything to add. */
    boolean denies(ToolClass toolClass) {
        return rules(toolClass).stream()
                .anyMatch(rule -> rule instanceof DenyIf
                        && rule.conditions().isEmpty()
                        && rule.when().isEmpty()
                        && rule.mode() == Mode.ENFORCE);
    }

    /** The rules of a tool of a class, of which the first stands in a place of the tool's list. */
    List<Rule> rules(ToolClass toolClass, String tool, int first) {
        int skipped = "/tools//rules/".length() + toolClass.id().length();
        return rules(toolClass).stream()
                .<Rule>map(rule -> {
                    int index = Integer.parseInt(rule.id().value().substring(skipped));
                    return rule.withHead(rule.head().withId(RuleId.pointer("tools", tool, "rules", first + index)));
                })
                .toList();
    }

    private List<Rule> rules(ToolClass toolClass) {
        ToolPolicy own = policy.tools().get(toolClass.id());
        return own == null ? List.of() : own.rules();
    }
}
