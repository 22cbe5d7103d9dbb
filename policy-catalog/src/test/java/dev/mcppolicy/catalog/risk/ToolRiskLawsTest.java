package dev.mcppolicy.catalog.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws of classes, held for thousands of made-up definitions. */
class ToolRiskLawsTest {
    private static final int DEFINITIONS = 5_000;
    private static final RiskWords WORDS = RiskWordsReader.standard();
    private static final ToolClassifier CLASSIFIER = ToolClassifier.standard();
    private static final List<String> VERBS =
            WORDS.verbs().keySet().stream().sorted().toList();
    private static final List<String> DANGEROUS =
            VERBS.stream().filter(verb -> verb(verb).isDangerous()).toList();
    private static final List<String> OTHERS = others();

    private static RiskWords.Verb verb(String word) {
        return WORDS.verbs().get(word);
    }

    private static List<String> others() {
        List<String> words = new ArrayList<>(List.of("thing", "things", "acme", "user", "files", "x"));
        WORDS.lists().values().forEach(words::addAll);
        WORDS.beside().values().forEach(list -> list.forEach(each -> words.addAll(each.with())));
        return words.stream()
                .filter(word -> !word.contains("_"))
                .distinct()
                .sorted()
                .toList();
    }

    private static String anyOf(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<String> words(int most, Random random) {
        List<String> words = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            words.add(anyOf(random.nextBoolean() ? VERBS : OTHERS, random));
        }
        return words;
    }

    private static Map<String, Object> definition(List<String> name, Random random) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", String.join("_", name));
        if (random.nextInt(3) > 0) {
            definition.put("description", String.join(" ", words(8, random)) + ". It cannot be undone.");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<String> choices = random.nextInt(3) > 0 ? List.of() : words(3, random);
            properties.put(
                    random.nextBoolean() ? "method" : anyOf(OTHERS, random),
                    choices.isEmpty()
                            ? Map.of("type", "string")
                            : Map.of("enum", choices.stream().distinct().toList()));
        }
        definition.put("inputSchema", Map.of("type", "object", "properties", properties));
        return definition;
    }

    private static ToolRisk risk(Map<String, Object> definition) {
        return CLASSIFIER.classify(ToolDefinition.of(definition));
    }

    private static boolean isAtLeast(ToolRisk risk, ToolRisk other) {
        return !other.toolClass().exceeds(risk.toolClass());
    }

    /** Where nothing was known, the word says what it says beside the others, as `pause_thread` writes. */
    @Test
    void a_dangerous_word_that_is_put_to_a_name_never_lowers_a_class_that_is_known() {
        Random random = new Random(1);
        for (int i = 0; i < 4 * DEFINITIONS; i++) {
            List<String> name = words(5, random);
            Map<String, Object> before = definition(name, random);
            String word = anyOf(DANGEROUS, random);
            List<String> more = new ArrayList<>(name);
            more.add(random.nextInt(name.size() + 1), word);
            Map<String, Object> after = new LinkedHashMap<>(before);
            after.put("name", String.join("_", more));
            ToolClass atLeast = risk(before).toolClass();
            if (atLeast == ToolClass.UNKNOWN) {
                atLeast = WORDS.classOf(word, verb(word), NameSignals.withSingulars(more));
            }

            assertThat(atLeast.exceeds(risk(after).toolClass()))
                    .as("%s: %s, %s: %s", before, risk(before), after.get("name"), risk(after))
                    .isFalse();
        }
    }

    @Test
    void annotations_never_lower_the_class_and_take_no_flag_away() {
        Random random = new Random(2);
        for (int i = 0; i < DEFINITIONS; i++) {
            Map<String, Object> before = definition(words(4, random), random);
            Map<String, Object> hints = new LinkedHashMap<>();
            for (String hint : List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
                if (random.nextBoolean()) {
                    hints.put(hint, random.nextInt(4) == 0 ? "true" : (Object) random.nextBoolean());
                }
            }
            Map<String, Object> after = new LinkedHashMap<>(before);
            after.put("annotations", hints);

            assertThat(isAtLeast(risk(after), risk(before))).as("%s", after).isTrue();
            assertThat(risk(after).flags()).containsAll(risk(before).flags());
        }
    }

    @Test
    void a_tool_whose_author_says_that_it_destroys_or_writes_is_not_said_to_read() {
        Random random = new Random(3);
        for (int i = 0; i < DEFINITIONS; i++) {
            Map<String, Object> definition = definition(words(3, random), random);
            definition.put(
                    "annotations",
                    random.nextBoolean()
                            ? Map.of("destructiveHint", true, "readOnlyHint", true)
                            : Map.of("readOnlyHint", false));

            assertThat(risk(definition).toolClass()).as("%s", definition).isNotEqualTo(ToolClass.READ);
        }
    }

    @Test
    void a_definition_has_one_class_whatever_the_order_of_its_members() {
        Random random = new Random(4);
        for (int i = 0; i < DEFINITIONS; i++) {
            Map<String, Object> definition = definition(words(4, random), random);
            List<Map.Entry<String, Object>> members = new ArrayList<>(definition.entrySet());
            Collections.shuffle(members, random);
            Map<String, Object> shuffled = new LinkedHashMap<>();
            members.forEach(member -> shuffled.put(member.getKey(), member.getValue()));

            assertThat(risk(shuffled)).as("%s", definition).isEqualTo(risk(definition));
        }
    }

    @Test
    void the_order_of_arguments_and_their_values_says_nothing() {
        Random random = new Random(5);
        for (int i = 0; i < DEFINITIONS; i++) {
            List<String> arguments = new ArrayList<>(IntStream.range(0, 4)
                    .mapToObj(each -> anyOf(OTHERS, random))
                    .distinct()
                    .toList());
            arguments.add("method");
            List<String> choices =
                    new ArrayList<>(words(4, random).stream().distinct().toList());
            String name = String.join("_", words(3, random));
            ToolRisk before = risk(withArguments(name, arguments, choices));
            Collections.shuffle(arguments, random);
            Collections.shuffle(choices, random);

            assertThat(risk(withArguments(name, arguments, choices)))
                    .extracting(ToolRisk::toolClass, ToolRisk::flags)
                    .as("%s %s %s", name, arguments, choices)
                    .containsExactly(before.toolClass(), before.flags());
        }
    }

    private static Map<String, Object> withArguments(String name, List<String> arguments, List<String> choices) {
        Map<String, Object> properties = new LinkedHashMap<>();
        arguments.forEach(
                argument -> properties.put(argument, argument.equals("method") ? Map.of("enum", choices) : Map.of()));
        return Map.of("name", name, "inputSchema", Map.of("properties", properties));
    }

    @Test
    void there_is_always_a_reason_and_each_is_one_line_that_shows() {
        Random random = new Random(6);
        for (int i = 0; i < DEFINITIONS; i++) {
            List<String> name = words(4, random);
            name.set(0, name.get(0) + "\u202e\n`");

            assertThat(risk(definition(name, random)).reasons()).isNotEmpty().allSatisfy(reason -> assertThat(reason)
                    .doesNotContain("\n", "\u202e"));
        }
    }
}
