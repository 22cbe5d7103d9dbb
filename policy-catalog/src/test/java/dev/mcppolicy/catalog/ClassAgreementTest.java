package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.catalog.LabelledTools.Label;
import dev.mcppolicy.catalog.risk.ToolClass;
import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.catalog.risk.ToolRisk;
import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The classifier agrees with a person, more than a plain rule does, and where it says less danger that is known. */
class ClassAgreementTest {
    private static final ToolClassifier CLASSIFIER = ToolClassifier.standard();

    /** Tools that are said to read or write and do worse, each with why the words do not tell. */
    private static final Map<String, String> SAID_LESS = new TreeMap<>(Map.of(
            "desktop-commander/set_config_value",
                    "it sets a value, and only its description says that the server refuses by it",
            "mongodb/atlas-load-sample-dataset", "that loading is a job on a cluster stands in its arguments alone",
            "chrome-devtools/upload_file", "nothing in the definition but the server's name speaks of a browser",
            "replicate/create_models_predictions", "a prediction is a record elsewhere, and here a model that runs",
            "replicate/create_trainings", "a training is a record elsewhere, and here a model that runs",
            "twilio/TwilioApiV2010--UpdateCallRecording", "what runs is stopped by writing a status",
            "xero/revert-timesheet", "that the approval of pay is taken back stands in no word for money"));

    /** What a rule of an afternoon knows: the first of these words in a name says the class. */
    private static final Map<String, ToolClass> PLAIN_VERBS = plainVerbs();

    private static Map<String, ToolClass> plainVerbs() {
        Map<String, ToolClass> verbs = new HashMap<>();
        List.of("get", "list", "read", "search", "find", "fetch", "query", "describe", "show", "retrieve")
                .forEach(verb -> verbs.put(verb, ToolClass.READ));
        List.of("create", "update", "add", "set", "write", "edit", "send", "post", "put", "move", "rename")
                .forEach(verb -> verbs.put(verb, ToolClass.WRITE));
        List.of("run", "execute", "start", "stop", "deploy", "restart")
                .forEach(verb -> verbs.put(verb, ToolClass.EXECUTE));
        List.of("delete", "remove", "drop", "destroy").forEach(verb -> verbs.put(verb, ToolClass.DESTRUCTIVE));
        List.of("pay", "charge", "refund", "buy").forEach(verb -> verbs.put(verb, ToolClass.FINANCIAL));
        return verbs;
    }

    private record Judged(Label label, ToolRisk risk) {
        boolean agrees() {
            return risk.toolClass() == labelled();
        }

        ToolClass labelled() {
            return ToolClass.valueOf(label.riskClass().toUpperCase(Locale.ROOT));
        }

        /** Whether it is dangerous and said to be harmless or nearly so. */
        boolean isSaidLess() {
            return labelled().compareTo(ToolClass.EXECUTE) >= 0
                    && labelled() != ToolClass.UNKNOWN
                    && risk.toolClass().compareTo(ToolClass.EXECUTE) < 0;
        }
    }

    private static List<Judged> judged(LabelledTools part) {
        Map<String, Map<String, ToolDefinition>> servers = new HashMap<>();
        return part.labels().stream()
                .map(label -> new Judged(
                        label,
                        CLASSIFIER.classify(servers.computeIfAbsent(label.server(), server -> byName(part, server))
                                .get(label.tool()))))
                .toList();
    }

    private static Map<String, ToolDefinition> byName(LabelledTools part, String server) {
        return part.definitions(server).definitions().stream()
                .collect(Collectors.toMap(ToolDefinition::name, tool -> tool, (first, second) -> first));
    }

    private static double percent(long part, long whole) {
        return 100.0 * part / whole;
    }

    private static double agreement(List<Judged> judged) {
        return percent(judged.stream().filter(Judged::agrees).count(), judged.size());
    }

    @ParameterizedTest
    @CsvSource({"OPEN, 90", "HELD_OUT, 85"})
    void the_classes_are_those_that_a_person_gave(LabelledTools part, double atLeast) {
        List<Judged> judged = judged(part);

        assertThat(agreement(judged)).isGreaterThanOrEqualTo(atLeast);
    }

    @ParameterizedTest
    @EnumSource
    void the_classes_are_right_far_more_often_than_those_of_a_first_verb(LabelledTools part) {
        List<Judged> judged = judged(part);
        long plain = judged.stream()
                .filter(each -> firstVerb(each.label().tool()) == each.labelled())
                .count();

        assertThat(agreement(judged) - percent(plain, judged.size())).isGreaterThanOrEqualTo(15);
    }

    private static ToolClass firstVerb(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> PLAIN_VERBS.get(word.toLowerCase(Locale.ROOT)))
                .filter(found -> found != null)
                .findFirst()
                .orElse(ToolClass.UNKNOWN);
    }

    @Test
    void a_dangerous_tool_is_said_to_read_or_write_only_where_it_is_known_why() {
        assertThat(Arrays.stream(LabelledTools.values()).flatMap(part -> judged(part).stream()))
                .filteredOn(Judged::isSaidLess)
                .extracting(each -> each.label().key())
                .containsExactlyInAnyOrderElementsOf(SAID_LESS.keySet());
    }

    @Test
    void no_tool_whose_author_says_that_it_destroys_is_said_to_read() {
        List<ToolDefinition> destroying = LabelledTools.OPEN.definitions("github").definitions().stream()
                .filter(tool -> tool.members().get("annotations") instanceof Map<?, ?> hints
                        && Boolean.TRUE.equals(hints.get("destructiveHint")))
                .toList();

        assertThat(destroying).hasSize(10);
        assertThat(destroying)
                .allSatisfy(tool ->
                        assertThat(CLASSIFIER.classify(tool).toolClass()).isEqualTo(ToolClass.DESTRUCTIVE));
    }

    @Test
    void the_page_shows_what_was_measured() throws IOException {
        String page = Files.readString(Path.of("../docs/classes.md"));

        for (LabelledTools part : LabelledTools.values()) {
            assertThat(page).contains(matrix(judged(part)));
        }
        SAID_LESS.forEach((tool, why) -> assertThat(page).contains("| `" + tool + "` | " + why + " |\n"));
    }

    /** A row for each class that a person gave, a column for each that was said. */
    private static String matrix(List<Judged> judged) {
        List<ToolClass> classes = List.of(ToolClass.values());
        StringBuilder table = new StringBuilder("| a person says | ")
                .append(classes.stream().map(ToolClass::id).collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("--:|".repeat(classes.size()))
                .append('\n');
        for (ToolClass labelled : classes.subList(0, classes.size() - 1)) {
            table.append("| ").append(labelled.id());
            classes.forEach(said -> table.append(" | ")
                    .append(judged.stream()
                            .filter(each ->
                                    each.labelled() == labelled && each.risk().toolClass() == said)
                            .count()));
            table.append(" |\n");
        }
        return table.append("\n")
                .append(String.format(
                        Locale.ROOT,
                        "%d of %d, %.1f %%.",
                        judged.stream().filter(Judged::agrees).count(),
                        judged.size(),
                        agreement(judged)))
                .toString();
    }
}
