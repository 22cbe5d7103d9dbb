package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.catalog.draft.DraftAnswers.Answer;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a document of answers. What is not as it should be becomes a problem with its place. */
final class AnswersReader {
    private static final String ANSWERS = "answers";
    private static final List<Operator> OPERATORS =
            List.of(Operator.IN, Operator.WITHIN, Operator.HOST_IN, Operator.EMAIL_IN);
    private static final List<String> WORDS =
            OPERATORS.stream().map(Operator::id).toList();

    private final DataDocument document;
    private final List<String> problems = new ArrayList<>();

    AnswersReader(DataDocument document) {
        this.document = document;
    }

    /**
     * The answers.
     *
     * @throws InvalidDraftException if something is wrong
     */
    DraftAnswers read() {
        document.problems().stream().map(PolicyProblem::toString).forEach(problems::add);
        Map<String, Optional<Answer>> answers = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        if (problems.isEmpty()) {
            all().forEach((name, said) -> {
                String argument = String.valueOf(name);
                String pointer =
                        "/" + ANSWERS + "/" + argument.replace("~", "~0").replace("/", "~1");
                places.put(argument, place(pointer));
                answers.put(
                        argument,
                        DraftAnswers.SKIP.equals(said) ? Optional.empty() : Optional.ofNullable(answer(said, pointer)));
            });
        }
        if (!problems.isEmpty()) {
            throw new InvalidDraftException(problems);
        }
        return new DraftAnswers(answers, places);
    }

    private Map<?, ?> all() {
        if (!(document.value() instanceof Map<?, ?> top)) {
            report("", "expected an object with `answers`");
            return Map.of();
        }
        for (Object key : top.keySet()) {
            if (!ANSWERS.equals(key)) {
                report(
                        "/" + key,
                        "unknown key `" + key + "`" + NearestName.help(String.valueOf(key), List.of(ANSWERS)));
            }
        }
        if (!(top.get(ANSWERS) instanceof Map<?, ?> answers)) {
            report("", "expected the answers under `answers`, each by the name of its argument");
            return Map.of();
        }
        return answers;
    }

    private @Nullable Answer answer(@Nullable Object said, String pointer) {
        if (!(said instanceof Map<?, ?> object) || object.size() != 1) {
            report(pointer, "expected `skip`, or an object with one of `" + String.join("`, `", WORDS) + "`");
            return null;
        }
        Map.Entry<?, ?> only = object.entrySet().iterator().next();
        String word = String.valueOf(only.getKey());
        Operator operator = Operator.of(word).filter(OPERATORS::contains).orElse(null);
        if (operator == null) {
            report(pointer + "/" + word, "unknown answer `" + word + "`" + NearestName.help(word, WORDS));
            return null;
        }
        if (!(only.getValue() instanceof List<?> list)
                || list.isEmpty()
                || !list.stream().allMatch(String.class::isInstance)) {
            report(pointer + "/" + word, "expected a list of texts, with one at least");
            return null;
        }
        try {
            return new Answer(operator, List.copyOf(list));
        } catch (IllegalArgumentException e) {
            report(pointer + "/" + word, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void report(String pointer, String message) {
        problems.add(place(pointer) + ": " + VisibleText.of(message));
    }

    private String place(String pointer) {
        String at = document.location(pointer)
                .map(each -> ":" + each.line() + ":" + each.column())
                .orElse("");
        return VisibleText.of(document.document().name())
                + at
                + (pointer.isEmpty() ? "" : ": " + VisibleText.of(pointer));
    }
}
