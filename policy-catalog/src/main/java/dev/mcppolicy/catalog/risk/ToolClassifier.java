package dev.mcppolicy.catalog.risk;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.catalog.risk.ClassCorrections.Correction;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the definition of a tool what a call of it can do. The most dangerous signal decides, and the answer is the
 * same for the same definition, whatever stands beside it.
 *
 * <p>Everything it goes by is the word of whoever wrote the tool, so an answer is advice and no decision. The work grows
 * with the size of the definition and no faster.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class ToolClassifier {
    private final RiskWords words;
    private final @Nullable ClassCorrections corrections;

    private ToolClassifier(RiskWords words, @Nullable ClassCorrections corrections) {
        this.words = words;
        this.corrections = corrections;
    }

    /**
     * The classifier that goes by the words of this release.
     *
     * @return a classifier without corrections
     */
    public static ToolClassifier standard() {
        return new ToolClassifier(StandardWords.WORDS, null);
    }

    /**
     * The same classifier, which takes a person's word for the tools that it is given for.
     *
     * @param corrections what a person says, in the place of all corrections before
     * @return a new classifier
     */
    public ToolClassifier with(ClassCorrections corrections) {
        return new ToolClassifier(words, corrections);
    }

    /**
     * Which words it goes by. Another release may have others and so other answers, and then has another version.
     *
     * @return a short text
     */
    public String version() {
        return words.version();
    }

    /**
     * What a call of a tool can do.
     *
     * @param tool the definition; untrusted
     * @return the class, the flags and the reasons
     */
    public ToolRisk classify(ToolDefinition tool) {
        Signals signals = new Signals();
        NameSignals name = new NameSignals(NameWords.of(tool.name()), words);
        name.addTo(signals, "name: ", true);
        List<String> description = NameWords.of(text(tool.members().get("description")));
        new DescriptionSignals(description, name.others(), words).addTo(signals);
        Set<String> spokenOf = NameSignals.withSingulars(description);
        spokenOf.addAll(name.others());
        List<ToolArgument> arguments = ToolArgument.of(tool.members().get("inputSchema"));
        new ArgumentSignals(words, spokenOf).addTo(signals, arguments);
        addMoney(signals, name.others());
        addAnnotations(signals, tool.members().get("annotations"));
        Map<RiskFlag, String> flags = FlagSignals.of(name.others(), signals, arguments, words);
        List<String> reasons = new ArrayList<>(signals.reasons());
        reasons.addAll(flags.values());
        ToolRisk told = new ToolRisk(signals.found(), flags.keySet(), reasons, false);
        Correction correction =
                corrections == null ? null : corrections.of(tool.name()).orElse(null);
        return correction == null ? told : corrected(told, correction);
    }

    /** Money is moved where it is the object of what does more than read. */
    private void addMoney(Signals signals, Set<String> name) {
        if (words.hasAny(WordList.NOT_MONEY, name)) {
            return;
        }
        name.stream()
                .filter(word -> words.has(WordList.MONEY, word) && signals.hasVerbThatActs(word, words))
                .sorted()
                .forEach(word -> signals.add(ToolClass.FINANCIAL, "name: " + Signals.quoted(word)));
    }

    /** What the author says of the tool beside its words is taken where it is the worse. */
    private static void addAnnotations(Signals signals, @Nullable Object annotations) {
        if (!(annotations instanceof Map<?, ?> hints)) {
            return;
        }
        if (Boolean.TRUE.equals(hints.get("destructiveHint"))) {
            signals.add(
                    signals.isEmpty() ? ToolClass.DESTRUCTIVE : ToolClass.WRITE,
                    "annotation `destructiveHint` is true");
        }
        if (Boolean.FALSE.equals(hints.get("readOnlyHint")) && !signals.isEmpty()) {
            signals.add(ToolClass.WRITE, "annotation `readOnlyHint` is false");
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static ToolRisk corrected(ToolRisk told, Correction correction) {
        Set<RiskFlag> flags = correction.flags() == null ? told.flags() : correction.flags();
        String reason = "corrected by " + correction.place() + ", the definition says "
                + told.toolClass().id();
        return new ToolRisk(correction.toolClass(), flags, List.of(reason), true);
    }

    /** The words of this release, read when they are first asked for. */
    private static final class StandardWords {
        static final RiskWords WORDS = RiskWordsReader.standard();
    }
}
