package dev.mcppolicy.fuzz;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import org.jspecify.annotations.Nullable;

/** What must hold of any text that is given to a reader. */
final class DocumentLaws {
    private static final String NAME = "fuzzed";

    private DocumentLaws() {}

    static void check(String text) {
        CheckedPolicy checked = Cost.bounded(text.length(), () -> PolicyReader.check(text, NAME));
        checkProblems(checked);
        checkThrown(text, checked);
        checkFormats(text, checked);
        if (checked.policy() != null) {
            PolicyLaws.check(checked.policy());
            checkSyntaxes(text, checked.policy());
        }
    }

    /** Problems say what and where, the place lies in the document, and an error is what keeps a policy from being. */
    static void checkProblems(CheckedPolicy checked) {
        boolean hasErrors = checked.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        Law.holds(
                hasErrors == (checked.policy() == null), () -> "neither an error nor a policy: " + checked.problems());
        for (PolicyProblem problem : checked.problems()) {
            Law.holds(liesIn(checked, problem), () -> "a place outside the document: " + problem);
            Law.holds(speaks(problem), () -> "no message: " + problem);
            Law.holds(
                    problem.pointer().isEmpty() || problem.pointer().charAt(0) == '/',
                    () -> "no pointer: " + problem.pointer());
        }
        if (!checked.problems().isEmpty()) {
            PolicyProblem last = checked.problems().get(checked.problems().size() - 1);
            String shown = ProblemRenderer.plain().render(last, checked.document());
            Law.holds(
                    shown.contains(last.message()) && isPrintable(shown.replace("\n", "")),
                    () -> "not fit for a terminal: " + shown);
        }
    }

    private static boolean speaks(PolicyProblem problem) {
        String message = problem.message();
        return !message.isBlank()
                && !message.endsWith(".")
                && isPrintable(problem.toString())
                && (problem.help() == null || !problem.help().isBlank());
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** The end of a line is a place too, and so are its two break characters. */
    private static boolean liesIn(CheckedPolicy checked, PolicyProblem problem) {
        if (problem.line() == 0) {
            return problem.column() == 0;
        }
        return checked.document()
                .line(problem.line())
                .filter(line -> problem.column() >= 1 && problem.column() <= line.length() + 2)
                .isPresent();
    }

    private static void checkThrown(String text, CheckedPolicy checked) {
        try {
            Policy policy = PolicyReader.parse(text, NAME);
            Law.holds(isSame(policy, checked.policy()), () -> "`parse` gives what `check` does not");
        } catch (InvalidPolicyException e) {
            Law.holds(
                    e.problems().equals(checked.problems()) && checked.policy() == null,
                    () -> "`parse` throws what `check` does not report: " + e.getMessage());
        }
    }

    /** A text is read in either format that is named, and in its own as when none is. */
    private static void checkFormats(String text, CheckedPolicy checked) {
        for (PolicyFormat format : PolicyFormat.values()) {
            CheckedPolicy named = PolicyReader.check(text, NAME, format);
            checkProblems(named);
            if (checked.policy() != null && checked.policy().format() == format) {
                Law.holds(isSame(named.policy(), checked.policy()), () -> "another policy where the format is named");
            }
        }
    }

    private static boolean isSame(@Nullable Policy one, @Nullable Policy other) {
        return one != null && other != null && one.revision().equals(other.revision());
    }

    /** Where a text is JSON and YAML, both say the same. */
    private static void checkSyntaxes(String text, Policy policy) {
        if (text.stripLeading().startsWith("{\"")) {
            Policy yaml = PolicyReader.check("# YAML\n" + text, NAME).policy();
            Law.holds(yaml == null || isSame(yaml, policy), () -> "another policy when read as YAML");
        }
    }
}
