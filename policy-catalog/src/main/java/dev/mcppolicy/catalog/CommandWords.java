package dev.mcppolicy.catalog;

import java.util.ArrayList;
import java.util.List;

/** The words of a command by simple rules of quotes, which expand nothing: no shell sees a command. */
final class CommandWords {
    private CommandWords() {}

    /**
     * Splits a command.
     *
     * @return at least one word; the first is not empty
     * @throws IllegalArgumentException if there is no word, or a quote is not closed
     */
    static List<String> of(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (quote == '"' && c == '\\' && isEscapable(command, i + 1)) {
                    word.append(command.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote in the command is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("`stdio:` needs a command, such as `stdio:npx -y some-server`");
        }
        return List.copyOf(words);
    }

    private static boolean isEscapable(String command, int at) {
        return at < command.length() && (command.charAt(at) == '"' || command.charAt(at) == '\\');
    }
}
