package dev.mcppolicy.catalog.draft;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The draft of a policy for the tools of a server, or of what a policy lacks for them.
 *
 * <pre>{@code
 * DraftedPolicy drafted = PolicyDraft.of(ToolSource.of("tools.json").read()).draft();
 * Files.writeString(Path.of("policy.yaml"), drafted.text());
 * }</pre>
 *
 * <p>Everything is denied that is not listed. Each tool stands in the order of its risk with what its server says of it,
 * with rules for its class from a profile, and with the values and bounds of its schema; every decision ends with the mark
 * {@code # draft}, which validation warns of while it is there. Nothing that a server sends becomes structure: the text is
 * read back, and is given out only where it says what was meant. The same tools, profile and answers have the same draft.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class PolicyDraft {
    private final ServerTools offered;
    private final ToolClassifier classifier;
    private final DraftProfile profile;
    private final DraftAnswers answers;
    private final OfferedTools tools;

    private PolicyDraft(
            ServerTools offered,
            ToolClassifier classifier,
            DraftProfile profile,
            DraftAnswers answers,
            OfferedTools tools) {
        this.offered = offered;
        this.classifier = classifier;
        this.profile = profile;
        this.answers = answers;
        this.tools = tools;
    }

    /**
     * A draft by the recommended profile, without answers.
     *
     * @param offered what the server offers; untrusted
     * @return the draft, which is not made yet
     * @throws InvalidDraftException if there is no tool
     */
    public static PolicyDraft of(ServerTools offered) {
        if (offered.definitions().isEmpty()) {
            throw new InvalidDraftException(List.of("the server offers no tools, so there is nothing to draft"));
        }
        ToolClassifier classifier = ToolClassifier.standard();
        return new PolicyDraft(
                offered,
                classifier,
                DraftProfile.standard(),
                DraftAnswers.none(),
                OfferedTools.of(offered, classifier));
    }

    /**
     * The same draft with classes by another classifier.
     *
     * @param chosen the classifier
     * @return the changed copy
     */
    public PolicyDraft withClassifier(ToolClassifier chosen) {
        return new PolicyDraft(offered, chosen, profile, answers, OfferedTools.of(offered, chosen));
    }

    /**
     * The same draft by another profile.
     *
     * @param chosen the profile
     * @return the changed copy
     */
    public PolicyDraft withProfile(DraftProfile chosen) {
        return new PolicyDraft(offered, classifier, chosen, answers, tools);
    }

    /**
     * The same draft with answers.
     *
     * @param given all answers, in the place of those before
     * @return the changed copy
     * @throws InvalidDraftException if one is for an argument that no tool takes as text
     */
    public PolicyDraft withAnswers(DraftAnswers given) {
        Set<String> known = new LinkedHashSet<>();
        tools.tools().forEach(tool -> tool.arguments().stream()
                .filter(RecurringArguments::isAsked)
                .forEach(argument -> known.add(argument.name())));
        List<String> unknown = new ArrayList<>();
        for (String argument : given.arguments()) {
            if (!known.contains(argument)) {
                unknown.add(given.place(argument) + ": no tool has an argument `" + VisibleText.of(argument)
                        + "` that takes any text" + NearestName.help(argument, known));
            }
        }
        if (!unknown.isEmpty()) {
            throw new InvalidDraftException(unknown);
        }
        return new PolicyDraft(offered, classifier, profile, given, tools);
    }

    /**
     * What a person can say that settles a matter for many tools, and has not.
     *
     * @return the questions, the most useful first; an unmodifiable list
     */
    public List<DraftQuestion> questions() {
        return RecurringArguments.of(tools.tools().stream().filter(this::isOpen).toList()).stream()
                .filter(question -> !answers.arguments().contains(question.argument()))
                .toList();
    }

    /** Whether a tool is neither hidden nor denied. */
    private boolean isOpen(OfferedTool tool) {
        return !profile.hides(tool.toolClass()) && !profile.denies(tool.toolClass());
    }

    /**
     * Drafts a whole policy.
     *
     * @return the policy
     * @throws InvalidDraftException if it cannot be written as it is meant, as with more tools than a policy may hold
     */
    public DraftedPolicy draft() {
        return new WholePolicy(tools, profile, answers, questions()).draft();
    }

    /**
     * Adds to a policy the tools that it does not name. What is there stays as it is, to the last character.
     *
     * @param policy the policy, without errors
     * @param date the date that marks what is new
     * @return the policy with the new tools, each denied until a person decides; without any the policy as it is
     * @throws UnmergeableException if the policy is in JSON, or its tools do not stand below each other, or the result
     *     would not be the policy and the new tools
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    public MergedPolicy mergedInto(CheckedPolicy policy, LocalDate date) {
        return new PolicyMerge(tools, profile, policy, date).merge();
    }
}
