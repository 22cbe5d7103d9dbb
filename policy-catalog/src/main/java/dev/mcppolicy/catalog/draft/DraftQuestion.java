package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.operator.Operator;

/**
 * What a draft asks a person once for an argument that recurs in the tools of a server.
 *
 * @param argument the argument's name; untrusted, to be escaped before it is shown
 * @param operator how its values are told in the rule that an answer becomes: {@code in}, {@code within}, {@code host_in}
 *     or {@code email_in}
 * @param tools in how many tools it is
 */
public record DraftQuestion(String argument, Operator operator, int tools) {
    /**
     * The question in words.
     *
     * @return one line without end, fit to be shown
     */
    public String words() {
        String what =
                switch (operator) {
                    case WITHIN -> "in which folders, absolute, does it lie";
                    case HOST_IN -> "to which hosts may it lead";
                    case EMAIL_IN -> "of which domains may it be";
                    default -> "which values may it have";
                };
        return ToolWords.line("`" + ToolWords.line(argument) + "` is an argument of " + tools + " tools: " + what);
    }
}
