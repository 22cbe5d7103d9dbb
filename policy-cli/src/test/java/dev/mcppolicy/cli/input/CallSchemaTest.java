package dev.mcppolicy.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.json.internal.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of a line of calls and the reader of such lines agree. */
class CallSchemaTest {
    private static final Path DOCUMENTS = Path.of("..", "docs");
    private static final Path PUBLISHED = DOCUMENTS.resolve("schema").resolve("call.schema.json");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(PUBLISHED));
    private static final Map<String, List<@Nullable Object>> MEMBERS = members();

    /** What a member may be, and after it what it may not. */
    private static Map<String, List<@Nullable Object>> members() {
        Map<String, List<@Nullable Object>> members = new LinkedHashMap<>();
        members.put("tool", Arrays.asList("pay", "", 5, null));
        members.put("arguments", Arrays.asList(Map.of("amount", 5), List.of(), null, "text"));
        members.put(
                "at",
                Arrays.asList(
                        "2026-01-15T22:00:00Z",
                        "0000-01-01t00:00:00.123456789z",
                        "9999-12-31T23:59:59+01:00",
                        "2026-01-15T24:00:00Z",
                        "2026-01-15T22:00:00+01",
                        "+2026-01-15T22:00:00Z",
                        "12026-01-15T22:00:00Z",
                        "2026-01-15",
                        "soon",
                        5));
        members.put(
                "caller",
                Arrays.asList(
                        Map.of(),
                        Map.of("grant", "g", "session", "s", "principal", "p", "client", "c"),
                        Map.of("attributes", Map.of("team", "a")),
                        Map.of("grant", ""),
                        Map.of("attributes", List.of()),
                        Map.of("grnt", "g"),
                        "ann",
                        null));
        members.put("outcome", Arrays.asList("ok", "tool_error", "exception", "not_executed", "lost", "OK", null));
        members.put("runs", Arrays.asList(1, 86_400, new BigDecimal("2.0"), new BigDecimal("1.5"), 0, 86_401, "5"));
        members.put(
                "settle",
                Arrays.asList(
                        Map.of(),
                        Map.of("spent", 0),
                        Map.of("spent", new BigDecimal("0.25")),
                        Map.of("spent", -1),
                        Map.of("spent", "5"),
                        5));
        members.put(
                "approve",
                Arrays.asList(
                        true,
                        false,
                        Map.of(),
                        Map.of("by", "client", "name", "ann"),
                        Map.of("by", "unknown"),
                        Map.of("name", ""),
                        Map.of("who", "ann"),
                        "yes",
                        null));
        members.put("list", Arrays.asList(List.of(), List.of("pay", ""), List.of(5), "pay", null));
        members.put("call", Arrays.asList("pay"));
        return members;
    }

    private static String line(Random random) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        boolean isListing = random.nextInt(6) == 0;
        MEMBERS.forEach((name, values) -> {
            boolean needed = name.equals(isListing ? "list" : "tool");
            boolean foreign = name.equals("call") || (isListing != name.equals("list") && !name.equals("at"));
            if (needed ? random.nextInt(20) != 0 : random.nextInt(foreign ? 60 : 4) == 0) {
                line.put(name, values.get(random.nextInt(values.size())));
            }
        });
        return CanonicalJson.write(line);
    }

    private static boolean isRead(String line) {
        try {
            return CallReader.replayLine(line, new JsonReader.Place("calls.jsonl", 1)) != null;
        } catch (BadInputException e) {
            return false;
        }
    }

    private static List<Error> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    @Test
    void what_is_read_is_valid_and_what_is_not_valid_is_not_read() {
        int read = 0;
        int notValid = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            String line = line(new Random(seed));
            List<Error> errors = errors(line);
            if (isRead(line)) {
                read++;
                assertThat(errors).as(line).isEmpty();
            } else if (!errors.isEmpty()) {
                notValid++;
            }
        }

        assertThat(read).isGreaterThan(500);
        assertThat(notValid).isGreaterThan(500);
    }

    static Stream<String> lines() {
        return Stream.concat(
                text(DOCUMENTS.resolve("cli").resolve("calls.jsonl")).lines(),
                Stream.of(text(DOCUMENTS.resolve("cli").resolve("call.json"))));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void the_calls_of_the_documents_are_valid(String line) {
        assertThat(errors(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"tool\":5}",
                "{\"tool\":\"pay\",\"args\":{}}",
                "{\"tool\":\"pay\",\"at\":\"soon\"}",
                "{\"tool\":\"pay\",\"at\":5}",
                "{\"tool\":\"pay\",\"caller\":{\"grnt\":\"g\"}}",
                "{\"tool\":\"pay\",\"caller\":{\"grant\":\"\"}}",
                "{\"tool\":\"pay\",\"outcome\":\"failed\"}",
                "{\"tool\":\"pay\",\"runs\":0}",
                "{\"tool\":\"pay\",\"runs\":1.5}",
                "{\"tool\":\"pay\",\"settle\":{\"spent\":-1}}",
                "{\"tool\":\"pay\",\"approve\":\"yes\"}",
                "{\"tool\":\"pay\",\"approve\":{\"by\":\"me\"}}",
                "{\"list\":[5]}",
                "{\"list\":[],\"tool\":\"pay\"}",
            })
    void a_mistake_is_not_valid_and_is_not_read(String line) {
        assertThat(isRead(line)).isFalse();
        assertThat(errors(line)).isNotEmpty();
    }

    @Test
    void the_schema_is_in_the_jar_as_it_is_in_the_documents() throws IOException {
        try (InputStream in = CallReader.class.getResourceAsStream("/META-INF/mcp-policy/call.schema.json")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text(PUBLISHED));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
