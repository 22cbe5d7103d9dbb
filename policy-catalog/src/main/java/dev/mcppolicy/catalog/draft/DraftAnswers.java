package dev.mcppolicy.catalog.draft;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.writing.YamlLayout;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person answers to the questions of a draft. A document in YAML or JSON:
 *
 * <pre>{@code
 * answers:
 *   owner: { in: [acme] }
 *   redirect_url: { host_in: [shop.example.com] }
 *   branch: skip
 * }</pre>
 *
 * <p>Each is by {@code in}, {@code within}, {@code host_in} or {@code email_in}, or {@code skip}, by which no rule is made
 * and nothing asked again.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class DraftAnswers {
    static final String SKIP = "skip";

    private final Map<String, Optional<Answer>> byArgument;
    private final Map<String, String> places;

    /** What an argument is to be. */
    record Answer(Operator operator, List<Object> values) {
        Answer {
            values = List.copyOf(values);
            ValueTest unused = operator.test(values); // refuses values that the operator does not take
        }
    }

    DraftAnswers(Map<String, Optional<Answer>> byArgument, Map<String, String> places) {
        this.byArgument = Collections.unmodifiableMap(new LinkedHashMap<>(byArgument));
        this.places = places;
    }

    /**
     * No answers.
     *
     * @return answers to nothing
     */
    public static DraftAnswers none() {
        return new DraftAnswers(Map.of(), Map.of());
    }

    /**
     * Reads a file.
     *
     * @param file a file in UTF-8
     * @return the answers
     * @throws InvalidDraftException if it cannot be read or something is wrong with it
     */
    public static DraftAnswers read(Path file) {
        return new AnswersReader(DataDocument.read(file)).read();
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @return the answers
     * @throws InvalidDraftException if something is wrong with it
     */
    public static DraftAnswers parse(String text) {
        return new AnswersReader(DataDocument.parse(text, "answers")).read();
    }

    /**
     * These answers and one more, or another in the place of one.
     *
     * @param question what is answered
     * @param values what the argument may be; none to skip the question
     * @return a new set of answers
     * @throws IllegalArgumentException if a value is none for the question, such as a folder that is not absolute; the
     *     message says which
     */
    public DraftAnswers with(DraftQuestion question, List<String> values) {
        List<Object> distinct =
                values.stream().distinct().map(value -> (Object) value).toList();
        Map<String, Optional<Answer>> more = new LinkedHashMap<>(byArgument);
        more.put(
                question.argument(),
                distinct.isEmpty() ? Optional.empty() : Optional.of(new Answer(question.operator(), distinct)));
        return new DraftAnswers(more, places);
    }

    /** The arguments that are answered or skipped, in the order of the answers. */
    Set<String> arguments() {
        return byArgument.keySet();
    }

    /** What an argument is to be; empty where nobody said. */
    Optional<Answer> of(String argument) {
        return byArgument.getOrDefault(argument, Optional.empty());
    }

    /** Where the answer for an argument stands, ready to stand before a message. */
    String place(String argument) {
        return places.getOrDefault(argument, "answers");
    }

    /**
     * The document that has these answers.
     *
     * @return YAML, which {@link #parse} reads back
     */
    public String text() {
        StringBuilder out = new StringBuilder("# Answers for drafts of a policy.\nanswers:");
        if (byArgument.isEmpty()) {
            return out.append(" {}\n").toString();
        }
        byArgument.forEach((argument, answer) -> {
            Object said = answer.<Object>map(each -> Map.of(each.operator().id(), each.values()))
                    .orElse(SKIP);
            out.append("\n  ").append(YamlLayout.line(argument)).append(": ").append(YamlLayout.line(said));
        });
        return out.append('\n').toString();
    }
}
