package dev.mcppolicy.cli.drafting;

import dev.mcppolicy.catalog.draft.DraftAnswers;
import dev.mcppolicy.catalog.draft.DraftQuestion;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.text.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a person at a terminal what a draft wants to know, a few questions at a time. */
final class DraftQuestions {
    private static final int MOST = 3;

    private DraftQuestions() {}

    /** The answers with those that a person gives now; the same where nobody is there to ask. */
    static DraftAnswers ask(List<DraftQuestion> questions, DraftAnswers answers, Console screen) throws IOException {
        if (questions.isEmpty() || !screen.errIsTerminal() || !screen.input().isTerminal()) {
            return answers;
        }
        InputStream in = screen.input().take().orElse(null);
        if (in == null) {
            return answers;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        DraftAnswers given = answers;
        screen.printError("Several values are parted by commas; an empty line skips the question.\n");
        for (DraftQuestion question : questions.subList(0, Math.min(MOST, questions.size()))) {
            DraftAnswers more = null;
            while (more == null) {
                screen.printError(question.words() + "? ");
                String line = lines.readLine();
                if (line == null) {
                    return given;
                }
                more = answered(given, question, line, screen);
            }
            given = more;
        }
        return given;
    }

    private static @Nullable DraftAnswers answered(
            DraftAnswers given, DraftQuestion question, String line, Console screen) {
        List<String> values = new ArrayList<>();
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int end = comma < 0 ? line.length() : comma;
            String value = line.substring(from, end).strip();
            if (!value.isEmpty()) {
                values.add(value);
            }
            from = end + 1;
        }
        try {
            return given.with(question, values);
        } catch (IllegalArgumentException e) {
            screen.printError(VisibleText.of(String.valueOf(e.getMessage())) + "\n");
            return null;
        }
    }
}
