package dev.mcppolicy.catalog.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.tool.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word says what its place in the file says, and a file with a doubt is none. */
class RiskWordsTest {
    private static final String TEXT = RiskWordsReader.text();
    private static final RiskWords WORDS = RiskWordsReader.standard();
    private static final ToolClassifier CLASSIFIER = ToolClassifier.standard();

    static Stream<Arguments> verbs() {
        return WORDS.verbs().entrySet().stream()
                .map(verb -> Arguments.of(verb.getKey(), verb.getValue().toolClass()));
    }

    static Stream<Arguments> besides() {
        return WORDS.beside().entrySet().stream().flatMap(verb -> verb.getValue().stream()
                .flatMap(beside -> beside.with().stream().map(with -> Arguments.of(verb.getKey(), with))));
    }

    static Stream<Arguments> listed() {
        return WORDS.lists().entrySet().stream()
                .flatMap(list -> list.getValue().stream().map(word -> Arguments.of(list.getKey(), word)));
    }

    static Stream<String> warnings() {
        return WORDS.warnings().values().stream().flatMap(List::stream).map(phrase -> String.join(" ", phrase));
    }

    private static ToolRisk risk(String name, String description, Map<String, Object> properties) {
        return CLASSIFIER.classify(ToolDefinition.of(Map.of(
                "name",
                name,
                "description",
                description,
                "inputSchema",
                Map.of("properties", properties, "required", List.copyOf(properties.keySet())))));
    }

    private static ToolRisk named(String name) {
        return risk(name, "", Map.of());
    }

    private static ToolRisk withArgument(String name, String argument) {
        return risk(name, "", Map.of(argument, Map.of("type", "string")));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void a_verb_says_its_class_in_a_name_and_in_a_description(String verb, ToolClass expected) {
        assertThat(named(verb + "_zzz").toolClass()).isEqualTo(expected);
        assertThat(named("zzz-" + verb).toolClass()).isEqualTo(expected);
        if (!WORDS.has(WordList.FILLERS, verb)) {
            assertThat(risk("zzz", verb + " the zzz", Map.of()).toolClass()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("besides")
    void a_verb_is_another_one_beside_some_words(String verb, String with) {
        RiskWords.Verb known = WORDS.verbs().get(verb);
        ToolClass beside = WORDS.beside().get(verb).stream()
                .filter(each -> each.with().contains(with))
                .map(RiskWords.Beside::toolClass)
                .reduce((one, other) -> one.exceeds(other) ? one : other)
                .orElseThrow();

        assertThat(WORDS.classOf(verb, known, Set.of(verb, with))).isEqualTo(beside);
        assertThat(WORDS.classOf(verb, known, Set.of(verb, "zzz"))).isEqualTo(known.toolClass());
    }

    @ParameterizedTest
    @MethodSource("listed")
    void a_word_of_a_list_says_what_the_list_says(WordList list, String word) {
        switch (list) {
            case CONNECTORS ->
                assertThat(named("list_" + word + "_run").toolClass()).isEqualTo(ToolClass.EXECUTE);
            case LAST_READS -> {
                assertThat(named("run_zzz_" + word).toolClass()).isEqualTo(ToolClass.READ);
                assertThat(named("drop_zzz_" + word).toolClass()).isEqualTo(ToolClass.DESTRUCTIVE);
            }
            case JOINED ->
                assertThat(named(word + "zzz").toolClass())
                        .isEqualTo(named(word).toolClass());
            case BRINGS -> assertThat(named(word + "_web").flags()).contains(RiskFlag.TAKES_UNTRUSTED_CONTENT);
            case FILLERS ->
                assertThat(risk("zzz", word + " delete", Map.of()).reasons()).containsExactly("description: `delete`");
            case MONEY -> assertThat(named("create_" + word).toolClass()).isEqualTo(ToolClass.FINANCIAL);
            case NOT_MONEY ->
                assertThat(named("create_subscription_" + word).toolClass()).isEqualTo(ToolClass.WRITE);
            case RUN -> assertThat(withArgument("get_zzz", word).toolClass()).isEqualTo(ToolClass.EXECUTE);
            case RUN_IF_ACTING -> {
                assertThat(withArgument("create_zzz", word).toolClass()).isEqualTo(ToolClass.EXECUTE);
                assertThat(withArgument("get_zzz", word).toolClass()).isEqualTo(ToolClass.READ);
            }
            case CHECKS ->
                assertThat(withArgument(word + "_zzz", "sql").toolClass()).isEqualTo(ToolClass.READ);
            case AMOUNT ->
                assertThat(risk("create_zzz", "in cents", Map.of(word, Map.of()))
                                .toolClass())
                        .isEqualTo(ToolClass.FINANCIAL);
            case MONEY_SPOKEN_OF ->
                assertThat(risk("create_zzz", "zzz " + word, Map.of("amount", Map.of()))
                                .toolClass())
                        .isEqualTo(ToolClass.FINANCIAL);
            case PLACE -> assertThat(withArgument("get_zzz", word).toolClass()).isEqualTo(ToolClass.WRITE);
            case METHOD ->
                assertThat(risk("zzz", "", Map.of(word, Map.of("enum", List.of("drop"))))
                                .toolClass())
                        .isEqualTo(ToolClass.DESTRUCTIVE);
            case MODE ->
                assertThat(risk("zzz", "", Map.of(word, Map.of("enum", List.of("drop", "delete"))))
                                .reasons())
                        .containsExactly("argument `" + word + "` takes `delete`");
            case RECIPIENTS, ADDRESS ->
                assertThat(withArgument("create_zzz", word).flags()).contains(RiskFlag.SENDS_OUTSIDE);
            case BROWSER -> assertThat(named(word + "_click").flags()).contains(RiskFlag.SENDS_OUTSIDE);
            case CLOSED -> {
                assertThat(named(word + "_zzz").toolClass()).isEqualTo(ToolClass.READ);
                assertThat(named(word + "_zzz").flags()).doesNotContain(RiskFlag.READS_PRIVATE_DATA);
            }
            case PUBLIC -> assertThat(named("get_" + word).flags()).doesNotContain(RiskFlag.READS_PRIVATE_DATA);
            case STRANGERS -> assertThat(named("get_" + word).flags()).contains(RiskFlag.TAKES_UNTRUSTED_CONTENT);
            case CARRIES -> assertThat(named(word + "_zzz").flags()).contains(RiskFlag.SENDS_OUTSIDE);
            case SHOWN -> assertThat(named("create_" + word).flags()).contains(RiskFlag.SENDS_OUTSIDE);
        }
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void a_warning_says_that_a_tool_destroys_unless_it_reads(String warning) {
        assertThat(risk("create_zzz", "Makes it. It is " + warning + ".", Map.of())
                        .toolClass())
                .isEqualTo(ToolClass.DESTRUCTIVE);
        assertThat(risk("get_zzz", "It is " + warning + ".", Map.of()).toolClass())
                .isEqualTo(ToolClass.READ);
    }

    @Test
    void the_words_have_a_version() {
        assertThat(CLASSIFIER.version()).isEqualTo(WORDS.version()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"1\"             | version: 1                         | `version` is no text",
                "fillers: [help,            | fillers: [help, help,              | `help` of `fillers`",
                "fillers: [help,            | fillers: [Help,                    | `Help` of `fillers`",
                "fillers: [help,            | fillers: [7,                       | `7` of `fillers`",
                "connectors: [and, or, then] | connectors: []                    | `connectors` is no list of words",
                "connectors: [and, or, then] | connexions: [and]                 | connexions",
                "acts: [pay,                | acts: [delete, pay,                | the verb `delete` stands there twice",
                "class: financial           | class: costly                      | `costly` is no class",
                "words: [checkout]          | words: [thing]                     | `thing` of `beside` is no verb",
                "with: [label, tag, member  | with: [label, tag, kill, member     | `kill` is dangerous",
            })
    void a_file_with_a_doubt_is_none(String right, String wrong, String message) {
        assertThat(TEXT).contains(right);

        assertThatThrownBy(() -> RiskWordsReader.parse(TEXT.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
