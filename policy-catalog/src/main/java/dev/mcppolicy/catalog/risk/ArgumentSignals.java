package dev.mcppolicy.catalog.risk;

import java.util.List;
import java.util.Set;

/** What the arguments of a tool say: what runs, what is moved, and the verbs that a method argument takes. */
final class ArgumentSignals {
    private final RiskWords words;
    private final Set<String> spokenOf;

    /**
     * What arguments say of one tool.
     *
     * @param spokenOf all words of the tool's name and description
     */
    ArgumentSignals(RiskWords words, Set<String> spokenOf) {
        this.words = words;
        this.spokenOf = spokenOf;
    }

    /** Adds what they say to what the name and the description have said. */
    void addTo(Signals signals, List<ToolArgument> arguments) {
        boolean looksOnly = signals.found() == ToolClass.READ && words.hasAny(WordList.CHECKS, signals.verbs());
        boolean acts = signals.found() != ToolClass.READ;
        boolean inBrowser = acts && words.hasAny(WordList.BROWSER, spokenOf);
        boolean money = words.hasAny(WordList.MONEY_SPOKEN_OF, spokenOf)
                || arguments.stream().anyMatch(each -> words.has(WordList.MONEY_SPOKEN_OF, each.words()));
        for (ToolArgument argument : arguments) {
            String reason = "argument " + Signals.quoted(argument.name());
            String name = argument.words();
            if (argument.choices().isEmpty() && runs(name, acts) && !looksOnly) {
                signals.add(ToolClass.EXECUTE, reason);
            }
            if (inBrowser && words.has(WordList.ADDRESS, name)) {
                signals.add(ToolClass.EXECUTE, reason + " in a browser");
            }
            if (acts && money && words.has(WordList.AMOUNT, name)) {
                signals.add(ToolClass.FINANCIAL, reason);
            }
            if (!acts && argument.isRequired() && words.has(WordList.PLACE, name)) {
                signals.add(ToolClass.WRITE, reason);
            }
            boolean method = words.has(WordList.METHOD, name);
            if (method || words.has(WordList.MODE, name)) {
                for (String choice : argument.choices()) {
                    new NameSignals(NameWords.of(choice), words).addTo(signals, reason + " takes ", method);
                }
            }
        }
    }

    private boolean runs(String name, boolean acts) {
        return words.has(WordList.RUN, name) || (acts && words.has(WordList.RUN_IF_ACTING, name));
    }
}
