package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ObjectMapper;

/**
 * What editors make of the published schemas: the servers behind them for YAML and JSON are asked, with the schemas from
 * disk and without network.
 */
@Tag("real")
class EditorsTest {
    private static final Path NPM = Document.ROOT.resolve("verification/npm");
    private static final Path SCHEMAS = Document.ROOT.resolve("docs/schema");
    private static final Document PAGE = Document.of("docs/editors.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULE = "tools:\n  pay:\n    rules:\n      - ";
    private static final String CONDITION = RULE + "conditions:\n          - path: args.amount\n            ";
    private static final String TOOL = "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":{";
    private static final String STEP = "policy: p.yaml\ntests:\n  - name: a\n    steps:\n      - ";

    private static Map<Question, List<String>> answers;
    private static String said;

    /**
     * What is asked about a document, in which ¦ marks the cursor.
     *
     * @param schema the name of the schema that the settings have for it; empty if the document names one itself
     * @param expected each is in an answer of its own: in a proposal, in the hover, or in a diagnostic with its line
     */
    private record Question(String ask, String server, String schema, String text, List<String> expected) {
        private Map<String, Object> asJson(int number) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("ask", ask);
            json.put("server", server);
            json.put(
                    "file",
                    Document.ROOT
                            .resolve("docs/edited-" + number + "." + server)
                            .toString());
            json.put(
                    "schema",
                    schema.isEmpty()
                            ? null
                            : SCHEMAS.resolve(schema + ".schema.json").toString());
            json.put("text", text);
            return json;
        }

        @Override
        public String toString() {
            return ask + " " + server + " " + schema + " " + text.strip().replace("\n", "\\n");
        }
    }

    private static Question completion(String server, String schema, String text, String... expected) {
        return new Question("completion", server, schema, text, List.of(expected));
    }

    private static Question hover(String server, String schema, String text, String... expected) {
        return new Question("hover", server, schema, text, List.of(expected));
    }

    private static Question diagnostics(String server, String schema, String text, String... expected) {
        return new Question("diagnostics", server, schema, text, List.of(expected));
    }

    static Stream<Question> completions() {
        return Stream.of(
                completion(
                        "yaml", "intercept", "default: deny\nhide:\n  - a\n¦", "tools: The listed tools", "groups: "),
                completion("yaml", "intercept", "default: ¦", "allow: Tools that are not listed can", "deny: Tools"),
                completion("yaml", "intercept", RULE + "¦", "conditions: ", "rate_limit: ", "A human is asked: "),
                completion("yaml", "intercept", RULE + "action: ¦", "require_approval: A human is asked", "deny: "),
                completion("yaml", "intercept", RULE + "rate_limit: ¦", "60/minute", "10/day"),
                completion("yaml", "intercept", RULE + "rate_limit:\n          ¦", "max: ", "window: ", "scope: "),
                completion(
                        "yaml",
                        "intercept",
                        RULE + "conditions:\n          - ¦",
                        "path: An argument",
                        "any: ",
                        "not: "),
                completion("yaml", "intercept", CONDITION + "¦", "op: How to compare", "value: ", "optional: "),
                completion(
                        "yaml",
                        "intercept",
                        CONDITION + "op: ¦",
                        "neq: The value is there and another. False where it is missing.",
                        "not_in: The value is there and none of the list. False where it is missing.",
                        "exists: With `true`: the value is there and not null."),
                completion(
                        "yaml",
                        "intercept",
                        RULE + "state:\n          window: ¦",
                        "month: From the first of the month"),
                completion(
                        "yaml", "intercept", RULE + "schema:\n          ¦", "required: The members that must be there"),
                completion(
                        "yaml",
                        "policytest",
                        "policy: p.yaml\ntests:\n  - name: a\n    ¦",
                        "todo: ",
                        "only: ",
                        "steps: "),
                completion("yaml", "policytest", STEP + "¦", "call: Calls this tool", "fills_up: ", "advance: "),
                completion("yaml", "policytest", STEP + "call: pay\n        tool: ¦", "not_executed: It never ran"),
                completion(
                        "yaml", "policytest", STEP + "call: pay\n        expect: ¦", "allowed: The call is allowed."),
                completion(
                        "yaml",
                        "policytest",
                        STEP + "call: pay\n        expect:\n          ¦",
                        "denied_by: The rule that denies",
                        "shadow: What shadow mode"),
                completion(
                        "yaml",
                        "policytest",
                        STEP + "fills_up:\n          ¦",
                        "limit: ",
                        "one_more: ",
                        "retry_after: "),
                completion("json", "policylayer", "{¦}", "hide: Names of tools", "groups: "),
                completion("json", "policylayer", "{\"default\":¦}", "\"deny\": Tools that are not listed are denied."),
                completion("json", "policylayer", TOOL + "¦}}}", "deny_if: ", "approvals: ", "limits: "),
                completion(
                        "json",
                        "policylayer",
                        TOOL + "\"limits\":[{\"scope\":¦}]}}}",
                        "\"grant\": Each grant for itself."),
                completion(
                        "json",
                        "policylayer",
                        TOOL + "\"require\":[{\"conditions\":[{\"path\":\"args.a\",\"op\":¦}]}]}}}",
                        "\"lt\": The number is below this one. False where it is missing;",
                        "\"within\": The path is in one of the folders"),
                completion(
                        "json",
                        "policylayer",
                        TOOL + "\"deny_if\":[{\"conditions\":[{¦}]}]}}}",
                        "path: An argument",
                        "any: "),
                completion("json", "policytest", "{\"tests\":[{\"steps\":[{¦}]}]}", "call: ", "hides: "),
                completion("json", "call", "{\"tool\":\"pay\",¦}", "arguments: ", "settle: ", "approve: "),
                completion("json", "call", "{\"tool\":\"pay\",\"outcome\":¦}", "\"lost\": Its process died"));
    }

    static Stream<Question> hovers() {
        return Stream.of(
                hover("yaml", "intercept", "hi¦de: [drop]", "Names of tools that are neither listed nor callable"),
                hover(
                        "yaml",
                        "intercept",
                        CONDITION + "o¦p: neq",
                        "Every operator but \\`exists\\` is false for a missing value"),
                hover(
                        "yaml",
                        "intercept",
                        CONDITION + "op: ne¦q",
                        "`neq`: The value is there and another. False where it is missing."),
                hover(
                        "yaml",
                        "policytest",
                        STEP + "fills_¦up: { limit: a }",
                        "Fills a limit up and looks at its edges"),
                hover(
                        "json",
                        "policylayer",
                        "{\"default\":\"de¦ny\"}",
                        "`deny`: Tools that are not listed are denied\\."),
                hover(
                        "json",
                        "policylayer",
                        TOOL + "\"limits\":[{\"sco¦pe\":\"grant\"}]}}}",
                        "Whose calls share the counter"),
                hover("json", "call", "{\"tool\":\"pay\",\"set¦tle\":{}}", "The real amounts by counter"));
    }

    static Stream<Question> mistakes() {
        String inside = "{\"conditions\":[{\"path\":\"args.a\",\"op\":\"within\",\"value\":[\"/a\"]}]}";
        return Stream.of(
                diagnostics(
                        "yaml",
                        "intercept",
                        "default: dney\n",
                        "1: Value is not accepted. Valid values: \"allow\", \"deny\""),
                diagnostics("yaml", "intercept", "default: deny\ntols: {}\n", "2: Property tols is not allowed"),
                diagnostics(
                        "yaml", "intercept", "tools:\n  'pay*': {}\n", "2: expected the exact name of a tool, or `*`"),
                diagnostics(
                        "yaml",
                        "intercept",
                        RULE + "rate_limit: 5/year\n",
                        "4: expected a number and a window, such as `10/day`"),
                diagnostics(
                        "yaml",
                        "intercept",
                        RULE + "schema: { type: strin }\n",
                        "4: Value is not accepted. Valid values: \"array\""),
                diagnostics(
                        "yaml",
                        "intercept",
                        CONDITION + "op: equals\n",
                        "6: Value is not accepted. Valid values: \"eq\", \"neq\""),
                diagnostics(
                        "yaml",
                        "intercept",
                        CONDITION + "op: lt\n            value: '5'\n",
                        "7: Incorrect type. Expected \"number\""),
                diagnostics(
                        "yaml",
                        "intercept",
                        CONDITION.replace("args.amount", "amount") + "op: lt\n            value: 5\n",
                        "5: expected an argument, such as `args.amount`"),
                diagnostics(
                        "yaml",
                        "intercept",
                        RULE + "action: deny\n        when: [{ path: args.a, op: within, value: [/a] }]\n",
                        "5: Value is not accepted."),
                diagnostics(
                        "yaml",
                        "policytest",
                        STEP + "call: pay\n",
                        "5: Object is missing property expect required by property call"),
                diagnostics(
                        "yaml",
                        "policytest",
                        STEP + "advance: 1w\n",
                        "5: expected a span, such as `90s`",
                        "5: the test asserts nothing"),
                diagnostics(
                        "yaml",
                        "policytest",
                        STEP + "call: pay\n        expect: { denied_by: a, cod: HIDDEN }\n",
                        "6: Property cod is not allowed"),
                diagnostics(
                        "yaml",
                        "policytest",
                        "policy: p.yaml\ntests:\n  - { name: a, onyl: true, todo: x }\n",
                        "3: Property onyl is not allowed"),
                diagnostics("json", "policylayer", "{\"version\":\"1\"}", "1: Missing property \"default\""),
                diagnostics("json", "policylayer", TOOL + "\"limit\":[]}}}", "1: Property limit is not allowed"),
                diagnostics(
                        "json",
                        "policylayer",
                        TOOL.replace("pay", "pay*") + "}}}",
                        "1: expected the exact name of a tool"),
                diagnostics(
                        "json", "policylayer", TOOL + "\"deny_if\":[" + inside + "]}}}", "1: Value is not accepted."),
                diagnostics(
                        "json",
                        "policylayer",
                        TOOL
                                + "\"require\":[{\"conditions\":[{\"not\":{\"path\":\"args.a[*]\",\"op\":\"eq\",\"value\":5}}]}]}}}",
                        "1: expected an argument, such as `args.amount` (without `[*]`)"),
                diagnostics("json", "call", "{\"tool\":\"pay\",\"args\":{}}", "1: Property args is not allowed"),
                diagnostics("json", "call", "{\"tool\":\"pay\",\"at\":\"soon\"}", "1: expected an instant"));
    }

    /** The documents of the page on editors, which name their schema, with a mistake. */
    static Stream<Question> named() {
        String yaml = PAGE.blocks("yaml").get(0).text();
        String json = PAGE.blocks("json").get(0).text();
        String modeline = "# yaml-language-server: $schema=schema/policytest.schema.json\n";
        return Stream.of(
                diagnostics("yaml", "", yaml + "\ntols: {}\n", "5: Property tols is not allowed"),
                diagnostics("yaml", "", modeline + "policy: p.yaml\n", "2: Missing property \"tests\""),
                diagnostics("json", "", json.replace("\"version\": \"1\",", ""), "1: Missing property \"version\""));
    }

    static Stream<Question> right() throws IOException {
        return Stream.of(
                document("yaml", "intercept", "docs/cli/everything.yaml"),
                document("yaml", "intercept", "docs/cli/refunds.yaml"),
                document("yaml", "policytest", "docs/cli/refunds.policytest.yaml"),
                document("json", "call", "docs/cli/call.json"),
                diagnostics(
                        "json",
                        "policylayer",
                        TOOL + "\"require\":[{\"conditions\":[{\"any\":[{\"path\":\"args.a\",\"op\":\"exists\","
                                + "\"value\":true}]}]}],\"limits\":[{\"counter\":\"c\",\"window\":\"day\",\"max\":5}]}},"
                                + "\"groups\":{\"g\":{\"tools\":[\"get_*\"],\"allow\":true}}}"));
    }

    private static Question document(String server, String schema, String file) throws IOException {
        return diagnostics(server, schema, Files.readString(Document.ROOT.resolve(file)));
    }

    @BeforeAll
    static void the_servers_are_asked(@TempDir Path folder) throws IOException, InterruptedException {
        String missing = missing();
        if (missing != null) {
            assertThat(System.getenv("CI")).as("CI must not skip: %s", missing).isNotEqualTo("true");
            Assumptions.abort("the editors are skipped: " + missing);
        }
        List<Question> questions = Stream.of(completions(), hovers(), mistakes(), named(), right())
                .flatMap(each -> each)
                .toList();
        List<Map<String, Object>> asked = new ArrayList<>();
        questions.forEach(question -> asked.add(question.asJson(asked.size())));
        Path input = Files.writeString(folder.resolve("questions.json"), JSON.writeValueAsString(asked));
        Path output = folder.resolve("answers.json");
        Path errors = folder.resolve("errors.txt");
        Process node = new ProcessBuilder("node", "--require", "./offline.cjs", "editors.mjs")
                .directory(NPM.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(node.waitFor(2, TimeUnit.MINUTES)).isTrue();
        said = Files.readString(errors);
        assertThat(node.exitValue()).as(said).isZero();
        List<?> found = JSON.readValue(Files.readString(output), List.class);
        answers = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            answers.put(
                    questions.get(i),
                    ((List<?>) found.get(i)).stream().map(String::valueOf).toList());
        }
    }

    private static String missing() throws InterruptedException {
        try {
            Process install = new ProcessBuilder(NPM.resolve("install").toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return install.waitFor() == 0 ? null : "npm cannot install the servers: " + output;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @MethodSource("completions")
    void what_can_stand_at_a_place_is_proposed_with_what_it_means(Question question) {
        assertAnswered(question);
    }

    @ParameterizedTest
    @MethodSource("hovers")
    void what_stands_at_a_place_is_explained(Question question) {
        assertAnswered(question);
    }

    @ParameterizedTest
    @MethodSource({"mistakes", "named"})
    void a_mistake_is_marked_where_it_is_in_words_of_the_author(Question question) {
        assertAnswered(question);
    }

    @ParameterizedTest
    @MethodSource("right")
    void what_is_right_is_not_marked(Question question) {
        assertThat(answers.get(question)).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked") // the keys of JSON are strings
    void the_settings_of_the_page_name_schemas_that_there_are() {
        Map<String, Object> settings = JSON.readValue(PAGE.blocks("json").get(1).text(), Map.class);
        List<String> schemas = new ArrayList<>(((Map<String, Object>) settings.get("yaml.schemas")).keySet());
        ((List<Map<String, Object>>) settings.get("json.schemas"))
                .forEach(each -> schemas.add((String) each.get("url")));

        assertThat(schemas).hasSize(5).allSatisfy(schema -> assertThat(
                        Document.ROOT.resolve("docs").resolve(schema))
                .exists());
    }

    @Test
    void no_editor_asks_the_network() {
        assertThat(said).isEmpty();
    }

    private static void assertAnswered(Question question) {
        assertThat(question.expected()).isNotEmpty().allSatisfy(expected -> assertThat(answers.get(question))
                .anySatisfy(answer -> assertThat(answer).contains(expected)));
    }
}
