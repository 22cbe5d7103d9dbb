package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a definition says of what a call can take in and give out, each flag with its reason. */
final class FlagSignals {
    private final RiskWords words;
    private final Map<RiskFlag, String> reasons = new EnumMap<>(RiskFlag.class);

    private FlagSignals(RiskWords words) {
        this.words = words;
    }

    /**
     * The flags that a definition speaks for.
     *
     * @param name the words of the tool's name, and their singulars
     * @param signals what was found for its class
     * @return a reason for each flag
     */
    static Map<RiskFlag, String> of(Set<String> name, Signals signals, List<ToolArgument> arguments, RiskWords words) {
        FlagSignals flags = new FlagSignals(words);
        flags.reading(name, signals);
        flags.carrying(name, signals);
        flags.arguments(arguments, signals);
        return flags.reasons;
    }

    private void reading(Set<String> name, Signals signals) {
        boolean brings = words.hasAny(WordList.BRINGS, signals.verbs());
        for (String verb : signals.verbs()) {
            Verb known = words.verb(verb);
            boolean reads = known != null && known.toolClass() == ToolClass.READ && !words.has(WordList.CLOSED, verb);
            if (reads && !words.hasAny(WordList.PUBLIC, name)) {
                put(RiskFlag.READS_PRIVATE_DATA, Signals.quoted(verb));
            }
            if ((reads || brings) && words.hasAny(WordList.STRANGERS, name)) {
                put(RiskFlag.TAKES_UNTRUSTED_CONTENT, "what others write may be read");
            }
        }
    }

    private void carrying(Set<String> name, Signals signals) {
        if (signals.found() == ToolClass.EXECUTE && words.hasAny(WordList.BROWSER, name)) {
            put(RiskFlag.SENDS_OUTSIDE, "a page is acted on");
        }
        boolean shown = signals.found() == ToolClass.WRITE && words.hasAny(WordList.SHOWN, name);
        for (String verb : signals.verbs()) {
            Verb known = words.verb(verb);
            if (known != null
                    && known.toolClass() != ToolClass.READ
                    && (words.has(WordList.CARRIES, verb) || (shown && known.toolClass() == ToolClass.WRITE))) {
                put(RiskFlag.SENDS_OUTSIDE, Signals.quoted(verb));
            }
        }
    }

    private void arguments(List<ToolArgument> arguments, Signals signals) {
        boolean edges = arguments.stream().anyMatch(each -> each.words().equals("from"));
        for (ToolArgument argument : arguments) {
            String name = argument.words();
            boolean receives = words.has(WordList.RECIPIENTS, name) && !(edges && name.equals("to"));
            String reason = "argument " + Signals.quoted(argument.name());
            boolean runs = argument.choices().isEmpty()
                    && signals.found() == ToolClass.EXECUTE
                    && words.has(WordList.RUN, name);
            if (runs) {
                put(RiskFlag.READS_PRIVATE_DATA, reason);
                put(RiskFlag.TAKES_UNTRUSTED_CONTENT, reason);
            }
            boolean writes = signals.found() != ToolClass.READ;
            if (runs || words.has(WordList.ADDRESS, name) || (writes && receives)) {
                put(RiskFlag.SENDS_OUTSIDE, reason);
            }
        }
    }

    private void put(RiskFlag flag, String reason) {
        reasons.putIfAbsent(flag, flag.id() + ": " + reason);
    }
}
