package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.dsl.Terms;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.schema.SchemaKeywords;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule's schema is asked of the arguments, alone and in linear time; nothing is fetched for it. */
class SchemaRuleTest {

    @Test
    void arguments_match_a_schema_or_do_not() {
        Condition.SchemaMatch match = schema("{\"type\": \"object\", \"required\": [\"region\"], \"properties\": {"
                + "\"region\": {\"enum\": [\"eu-west-1\"]}, \"n\": {\"$ref\": \"#/$defs/n\"}},"
                + "\"$defs\": {\"n\": {\"type\": \"integer\", \"maximum\": 5}}}");

        assertThat(match.validator().test(Map.of("region", "eu-west-1", "n", 5)))
                .isTrue();
        assertThat(match.validator().test(Map.of("region", "eu-west-1", "n", 6)))
                .isFalse();
        assertThat(match.validator().test(Map.of("region", "us-east-1"))).isFalse();
        assertThat(match.validator().test(Map.of())).isFalse();
    }

    @Test
    void each_schema_is_its_own_whatever_another_names_its_parts() {
        String text = "{\"tools\": {\"a\": {\"rules\": [{\"schema\": {\"$ref\": \"#x\", \"$defs\": {\"d\":"
                + " {\"$anchor\": \"x\", \"required\": [\"p\"]}}}},{\"schema\": {\"$ref\": \"#x\", \"$defs\": {\"d\":"
                + " {\"$anchor\": \"x\", \"required\": [\"q\"]}}}}]}}}";
        List<Rule> rules = PolicyReader.parse(text).tools().get("a").rules();

        assertThat(match(rules.get(0)).validator().test(Map.of("p", 1))).isTrue();
        assertThat(match(rules.get(1)).validator().test(Map.of("p", 1))).isFalse();
        assertThat(match(rules.get(1)).validator().test(Map.of("q", 1))).isTrue();
    }

    @Test
    void a_document_read_twice_judges_alike_and_another_validator_does_not() {
        String text = "{\"tools\": {\"a\": {\"rules\": [{\"schema\": {\"required\": [\"p\"]}}]}}}";
        Policy policy = PolicyReader.parse(text);
        Policy again = PolicyReader.parse(text.replace(": ", ":"));
        Rule rule = policy.rules().get(0).rule();
        Policy other = policy.withRules(
                RulePlace.tool("a"),
                List.of(new Require(
                        rule.head(),
                        List.of(new Condition.SchemaMatch(match(rule).schema(), arguments -> true)))));

        assertThat(again.judgesAs(policy)).isTrue();
        assertThat(other).isEqualTo(policy);
        assertThat(other.judgesAs(policy)).isFalse();
    }

    @Test
    @Timeout(20)
    void a_pattern_that_would_backtrack_takes_linear_time() {
        Condition.SchemaMatch match = schema(
                "{\"properties\": {\"a\": {\"pattern\": \"(.*a){20}b\"}}, \"patternProperties\": {\"^(a+)+$\": {}}}");

        assertThat(match.validator().test(Map.of("a", "a".repeat(2_000)))).isFalse();
        assertThat(match.validator().test(Map.of("a".repeat(20_000) + "!", 1))).isTrue();
    }

    @Test
    void nothing_is_fetched_for_a_schema() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/schema.json";
            for (String keyword :
                    List.of("$ref", "$dynamicRef", "$schema", "$id", "$recursiveRef", "$vocabulary", "format")) {
                String schema = "{\"" + keyword + "\": \"" + address + "\", \"properties\": {\"a\": {\"" + keyword
                        + "\": \"" + address + "\"}}}";
                CheckedPolicy checked = PolicyReader.check(document(schema), "p");
                if (checked.policy() != null) {
                    assertThat(match(checked.policy().tools().get("a").rules().get(0))
                                    .validator()
                                    .test(Map.of("a", 1)))
                            .as(keyword)
                            .isTrue();
                }
            }

            server.setSoTimeout(1);
            assertThat(catchTimeout(server)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e400", "5.0000000000000000001", "4.9999999999999999999", "123456789012345678901234567890"})
    void a_number_that_the_validator_would_round_cannot_be_told(String number) {
        Condition.SchemaMatch match = schema("{\"properties\": {\"n\": {\"maximum\": 5}}}");

        assertThatThrownBy(() -> match.validator().test(Map.of("n", List.of(new BigDecimal(number)))))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0.1", "-7.25", "1e300", "9007199254740993", "123456789012345678901"})
    void a_number_that_the_validator_holds_is_judged(String number) {
        Condition.SchemaMatch match = schema("{\"properties\": {\"n\": {\"maximum\": 5}}}");

        assertThat(match.validator().test(Map.of("n", new BigDecimal(number))))
                .isEqualTo(new BigDecimal(number).compareTo(BigDecimal.valueOf(5)) <= 0);
    }

    @Test
    void a_property_may_bear_the_name_of_a_keyword_and_is_looked_at_all_the_same() {
        for (String name : List.of("default", "const", "enum", "examples", "properties", "$ref", "pattern")) {
            CheckedPolicy checked = PolicyReader.check(
                    document("{\"properties\": {\"" + name + "\": {\"$ref\": \"classpath:/x\"}}}"), "p");

            assertThat(checked.problems())
                    .as(name)
                    .extracting(PolicyProblem::code)
                    .containsExactly("schema-reference");
        }
    }

    @Test
    @Timeout(20)
    void references_that_multiply_are_refused_before_they_are_followed() {
        for (String same : List.of("\"allOf\": [%s, %s]", "\"properties\": {\"x\": {\"allOf\": [%s, %s]}}")) {
            assertThat(PolicyReader.check(document(chain(same, 40)), "p").problems())
                    .as(same)
                    .extracting(PolicyProblem::message)
                    .containsExactly("not a JSON Schema: with its references followed it has too many parts");
            assertThat(PolicyReader.check(document(chain(same, 10)), "p").policy())
                    .as(same)
                    .isNotNull();
        }
    }

    /** Definitions of which each refers twice to the next. */
    private static String chain(String twice, int length) {
        StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/a0\", \"$defs\": {");
        for (int i = 0; i < length; i++) {
            String next = "{\"$ref\": \"#/$defs/a" + (i + 1) + "\"}";
            schema.append("\"a" + i + "\": {")
                    .append(String.format(twice, next, next))
                    .append("}, ");
        }
        return schema.append("\"a" + length + "\": {\"type\": \"object\"}}}").toString();
    }

    @Test
    void a_schema_may_refer_to_itself_for_a_part_of_the_value() {
        Condition.SchemaMatch match = schema("{\"$ref\": \"#/$defs/n\", \"$defs\": {\"n\": {\"properties\":"
                + " {\"next\": {\"$ref\": \"#/$defs/n\"}, \"max\": {\"maximum\": 5}}}}}");

        assertThat(match.validator().test(Map.of("next", Map.of("next", Map.of("max", 5)))))
                .isTrue();
        assertThat(match.validator().test(Map.of("next", Map.of("next", Map.of("max", 6)))))
                .isFalse();
    }

    @Test
    void every_keyword_of_the_dialect_is_known_and_no_other() throws IOException {
        Set<String> words = new TreeSet<>(Set.of("definitions"));
        for (String vocabulary : List.of(
                "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")) {
            try (InputStream in = getClass().getResourceAsStream("/draft/2020-12/meta/" + vocabulary)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                Map<?, ?> schema =
                        (Map<?, ?>) DataDocument.parse(text, vocabulary).value();
                ((Map<?, ?>) schema.get("properties")).keySet().forEach(word -> words.add((String) word));
            }
        }

        assertThat(SchemaKeywords.all()).containsExactlyElementsOf(words);
    }

    @Test
    void data_in_a_schema_is_no_reference() {
        Condition.SchemaMatch match =
                schema("{\"properties\": {\"a\": {\"const\": {\"$ref\": \"http://127.0.0.1:1/\"}}}}");

        assertThat(match.validator().test(Map.of("a", Map.of("$ref", "http://127.0.0.1:1/"))))
                .isTrue();
        assertThat(match.validator().test(Map.of("a", 1))).isFalse();
    }

    @Test
    void without_the_validator_a_schema_is_an_error_that_names_the_artifact() throws Exception {
        try (URLClassLoader withoutValidator = new ClassPathWithout("json-schema-validator")) {
            Class<?> reader = withoutValidator.loadClass(PolicyReader.class.getName());
            Object checked = reader.getMethod("check", String.class, String.class)
                    .invoke(null, document("{\"type\": \"object\"}"), "p");

            assertThat(checked.getClass().getMethod("problems").invoke(checked).toString())
                    .isEqualTo(
                            "[p:1:39: /tools/a/rules/0/schema: a schema needs a validator, which is not on the class "
                                    + "path (add com.networknt:json-schema-validator)]");
            assertThat(reader.getMethod("parse", String.class)
                            .invoke(null, "tools: {a: {rules: [{rate_limit: 5/hour}]}}"))
                    .as("policies without schemas need no validator")
                    .hasToString("Policy[intercept, 1 tools, revision "
                            + PolicyReader.parse("tools: {a: {rules: [{rate_limit: 5/hour}]}}")
                                    .revision()
                                    .substring(0, 12)
                            + "]");
        }
    }

    @Test
    void without_the_validator_a_schema_in_java_is_refused_at_the_call() throws Exception {
        try (URLClassLoader withoutValidator = new ClassPathWithout("json-schema-validator")) {
            Method argumentsMatch =
                    withoutValidator.loadClass(Terms.class.getName()).getMethod("argumentsMatch", String.class);

            assertThatThrownBy(() -> argumentsMatch.invoke(null, "{\"type\": \"object\"}"))
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the schema cannot be used: schema:1:1: a schema needs a validator, which is not on the "
                                    + "class path (add com.networknt:json-schema-validator)");
        }
    }

    private static Throwable catchTimeout(ServerSocket server) {
        try {
            server.accept().close();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static Condition.SchemaMatch schema(String schema) {
        Policy policy = PolicyReader.parse(document(schema));
        return match(policy.tools().get("a").rules().get(0));
    }

    private static String document(String schema) {
        return "{\"tools\": {\"a\": {\"rules\": [{\"schema\": " + schema + "}]}}}";
    }

    private static Condition.SchemaMatch match(Rule rule) {
        return (Condition.SchemaMatch) ((Require) rule).conditions().get(0);
    }

    /** Loads everything anew from this test's class path less one artifact. */
    private static final class ClassPathWithout extends URLClassLoader {
        ClassPathWithout(String artifact) {
            super(
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .filter(entry -> !entry.contains(artifact))
                            .map(ClassPathWithout::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
