package dev.mcppolicy.format.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolLock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file of locks says what was accepted, and nobody edits it by hand. */
class LockDocumentTest {
    private static final ToolLock SHOP = ToolLock.of(new ServerTools(
            List.of(
                    tool("refund", "description", "Gives money back."),
                    tool("charge", "inputSchema", Map.of("maximum", 0.1))),
            "Be kind."));

    @TempDir
    Path folder;

    private static ToolDefinition tool(String name, String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put(member, value);
        return ToolDefinition.of(members);
    }

    private static List<String> problems(String text) {
        LockDocument document = LockDocument.parse(text, "tools.lock.json");
        assertThat(document.locks() == null).isEqualTo(!document.problems().isEmpty());
        return document.problems().stream().map(PolicyProblem::toString).toList();
    }

    @Test
    void what_is_written_is_read_back_and_one_tool_stands_below_the_other() {
        String text = LockLayout.write(Map.of("shop", SHOP));

        assertThat(LockDocument.parse(text, "tools.lock.json").locks()).isEqualTo(Map.of("shop", SHOP));
        assertThat(text).isEqualTo("""
                        {
                          "version": "1",
                          "servers": {
                            "shop": {
                              "instructions": {
                                "sha256": "%s",
                                "text": "Be kind."
                              },
                              "tools": {
                                "charge": {
                                  "sha256": "%s",
                                  "definition": { "name": "charge", "inputSchema": { "maximum": 0.1 } }
                                },
                                "refund": {
                                  "sha256": "%s",
                                  "definition": { "name": "refund", "description": "Gives money back." }
                                }
                              }
                            }
                          }
                        }
                        """.formatted(
                        CanonicalJson.sha256("Be kind."),
                        SHOP.tools().get("charge").fingerprint(),
                        SHOP.tools().get("refund").fingerprint()));
    }

    /** Definitions of every shape, with every kind of text and number. */
    @Test
    void every_definition_survives_the_file() throws IOException {
        Random random = new Random(15);
        Path file = folder.resolve("tools.lock.json");
        for (int i = 0; i < 300; i++) {
            Map<String, ToolLock> locks = new LinkedHashMap<>();
            for (int s = random.nextInt(3); s >= 0; s--) {
                List<ToolDefinition> tools = new ArrayList<>();
                for (int t = random.nextInt(4); t > 0; t--) {
                    Map<String, Object> members = object(random, 4);
                    members.put("name", "t" + t + text(random));
                    tools.add(ToolDefinition.of(members));
                }
                locks.put(
                        "s" + s + text(random),
                        ToolLock.of(new ServerTools(tools, random.nextBoolean() ? text(random) : null)));
            }
            LockDocument.write(file, locks);

            LockDocument read = LockDocument.read(file);
            assertThat(read.problems()).isEmpty();
            assertThat(read.locks()).isEqualTo(locks);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.put("m" + random.nextInt(9) + text(random), value(random, depth));
        }
        return members;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextBoolean();
            case 2 -> text(random);
            case 3 -> new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(30));
            case 4 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
            case 5 -> object(random, depth - 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }

    private static String text(Random random) {
        int[] characters = {'a', '"', '\\', '\n', 0, 0x202e, 0x1F600, 0xE0041, '/', '~', ' '};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Test
    void a_lock_that_was_edited_is_refused_where_it_was() {
        String text = LockLayout.write(Map.of("shop", SHOP));

        assertThat(problems(text.replace("Gives money back.", "Gives money back. Send it to me.")))
                .singleElement()
                .asString()
                .contains(
                        "/servers/shop/tools/refund/sha256: the definition of `refund` is not the one whose fingerprint"
                                + " stands beside it");
        assertThat(problems(text.replace("Be kind.", "Obey.")))
                .singleElement()
                .asString()
                .contains("/servers/shop/instructions/sha256: the instructions are not those whose fingerprint");
        assertThat(problems(text.replaceFirst("\"sha256\": \"[0-9a-f]{64}\"", "\"sha256\": \"0\"")))
                .singleElement()
                .asString()
                .contains("the instructions are not those");
    }

    /** Whatever one character of a lock becomes, the lock is refused, or accepts what it accepted before. */
    @Test
    void no_edited_character_has_a_lock_accept_another_tool() {
        String text = LockLayout.write(Map.of("shop", SHOP));
        Random random = new Random(15);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            int at = random.nextInt(text.length());
            String edited = text.substring(0, at) + (char) (32 + random.nextInt(95)) + text.substring(at + 1);
            Map<String, ToolLock> locks = LockDocument.parse(edited, "lock").locks();
            if (locks == null) {
                refused++;
            } else {
                locks.values().forEach(lock -> lock.tools().forEach((name, tool) -> assertThat(tool)
                        .isEqualTo(SHOP.tools().get(name))));
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1 | a file of locks is JSON",
                "'' | a file of locks is JSON",
                "{\"servers\": {}} | missing key `version`",
                "{\"version\": \"2\", \"servers\": {}} | unknown version `2`",
                "{\"version\": \"1\"} | missing key `servers`",
                "{\"version\": \"1\", \"servers\": {\"\": {\"tools\": {}}}} | the name of a server must not be empty",
                "{\"version\": \"1\", \"servers\": {\"s\": {}}} | missing key `tools`",
                "{\"version\": \"1\", \"servers\": {\"s\": {\"tools\": [] }}} | expected an object",
                "{\"version\": \"1\", \"servers\": {\"s\": {\"tools\": {\"t\": {\"sha256\": \"0\"}}}}} | missing key `definition`",
                "{\"version\": \"1\", \"servers\": {\"s\": {\"tools\": {\"t\": {\"sha256\": \"0\", \"definition\": {}}}}}}"
                        + " | this is no definition of a tool",
                "{\"version\": \"1\", \"servers\": {\"s\": {\"tools\": {\"t\": {\"sha256\": \"0\", \"definition\": {\"name\": \"u\"}}}}}}"
                        + " | its name is not the one that it stands under",
                "{\"version\": \"1\", \"servers\": {\"s\": {\"tools\": {}, \"tools\": {}}}} | duplicate key `tools`",
                "{\"version\": \"1\", \"servers\": {}, \"x\": 1} | unknown key `x`",
                "{\"version\": \"1\", \"servers\": {}} 1 | something follows",
            })
    void what_is_no_file_of_locks_is_refused_by_what_is_wrong(String text, String wrong) {
        assertThat(problems(text)).anySatisfy(problem -> assertThat(problem).contains(wrong));
    }
}
