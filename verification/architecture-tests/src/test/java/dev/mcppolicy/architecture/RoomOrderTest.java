package dev.mcppolicy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.mcppolicy.architecture.MainCode.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The packages of each module, and which of the others each may know. */
class RoomOrderTest {
    private static final String ROOT = "dev.mcppolicy.";

    /** What a package may know of its own module; what is not named here it may not. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            room("text"),
            room("json"),
            room("json.internal", "text", "json"),
            room("operator", "text", "json"),
            room("model.condition", "text", "json", "operator"),
            room("model.limit", "text", "json", "model.condition"),
            room("model", "text", "json", "operator", "model.condition", "model.limit"),
            room("schema", "text", "json", "operator", "model"),
            room("tool", "text", "json", "operator", "model"),
            room("counter", "text", "json", "model"),
            room("counter.memory", "json", "model", "counter"),
            room("counter.stored", "model", "counter"),
            room("decision", "text", "json", "operator", "model", "tool", "counter"),
            room("identity", "text", "decision"),
            room("approval", "text", "json", "model", "counter", "decision"),
            room("approval.stored", "text", "json", "model", "counter", "counter.stored", "decision", "approval"),
            room("engine.condition", "text", "json", "operator", "model", "counter", "decision"),
            room("engine.store", "text", "model", "counter", "decision"),
            room(
                    "engine.judgement",
                    "text",
                    "json",
                    "operator",
                    "model",
                    "counter",
                    "decision",
                    "approval",
                    "engine.condition",
                    "engine.store"),
            room(
                    "engine",
                    "text",
                    "json",
                    "model",
                    "tool",
                    "counter",
                    "counter.memory",
                    "decision",
                    "approval",
                    "engine.store",
                    "engine.judgement"),
            room("audit", "text", "json", "model", "tool", "counter", "decision"),
            room("internal.re2j"),
            room("format.problem"),
            room("format.document", "format.problem"),
            room("format.data", "format.problem", "format.document"),
            room("format.grants", "format.problem", "format.document"),
            room("format.schema", "format.problem", "format.document"),
            room("format.reading", "format.problem", "format.document", "format.schema"),
            room("format.writing", "format.problem", "format.document"),
            room("format.lock", "format.problem", "format.document", "format.writing"),
            room(
                    "format",
                    "format.problem",
                    "format.document",
                    "format.grants",
                    "format.schema",
                    "format.reading",
                    "format.writing",
                    "format.lock"),
            room("dsl", "format"),
            room("mcp.transport"),
            room("mcp.sdk", "mcp.transport"),
            room("mcp", "mcp.transport", "mcp.sdk"),
            room("testkit.internal"),
            room("testkit.calls", "testkit.internal"),
            room("testkit", "testkit.internal", "testkit.calls"),
            room("testkit.coverage", "testkit.internal", "testkit.calls", "testkit"),
            room("testkit.replay", "testkit.internal", "testkit"),
            room("testkit.file", "testkit.internal", "testkit", "testkit.coverage"),
            room("testkit.comparison", "testkit.internal", "testkit", "testkit.calls", "testkit.replay"),
            room("testkit.mutation", "testkit.internal", "testkit", "testkit.calls", "testkit.file"),
            room("testkit.report", "testkit.coverage", "testkit.mutation"),
            room(
                    "testkit.draft",
                    "testkit.internal",
                    "testkit",
                    "testkit.calls",
                    "testkit.coverage",
                    "testkit.file",
                    "testkit.mutation"),
            room(
                    "testkit.junit",
                    "testkit.internal",
                    "testkit",
                    "testkit.coverage",
                    "testkit.file",
                    "testkit.mutation",
                    "testkit.report"),
            room("testkit.contract"),
            room("catalog"),
            room("catalog.risk"),
            room("catalog.draft", "catalog.risk"),
            room("store.redis", "text", "model", "counter", "counter.stored"),
            room("store.sqlite.file"),
            room("store.sqlite", "store.sqlite.file"),
            room("store.sqlite.approval", "store.sqlite.file"),
            room("store.postgres.database"),
            room("store.postgres", "store.postgres.database"),
            room("store.postgres.approval", "store.postgres.database"),
            room("cli.output"),
            room("cli.input", "cli.output"),
            room("cli.command", "cli.output", "cli.input"),
            room("cli.operation", "cli.output", "cli.input", "cli.command"),
            room("cli.testing", "cli.output", "cli.input", "cli.command"),
            room("cli.drafting", "cli.output", "cli.input", "cli.command"),
            room("cli", "cli.output", "cli.input", "cli.command", "cli.operation", "cli.testing", "cli.drafting"));

    /** The modules, by the first part of the names of their packages. */
    private static final List<Set<String>> MODULES = List.of(
            Set.of(
                    "text",
                    "json",
                    "operator",
                    "model",
                    "schema",
                    "tool",
                    "counter",
                    "decision",
                    "identity",
                    "approval",
                    "engine",
                    "audit",
                    "internal"),
            Set.of("format", "dsl"),
            Set.of("mcp"),
            Set.of("testkit"),
            Set.of("catalog"),
            Set.of("store"),
            Set.of("cli"));

    /**
     * Who may know what a JSON value is may know how it is kept exact, but for what that stands on, and who may know
     * policies may know what their rules are made of.
     */
    private static Map.Entry<String, Set<String>> room(String room, String... known) {
        Set<String> rooms = new TreeSet<>(Set.of(known));
        if (rooms.contains("json") && !room.equals("json.internal")) {
            rooms.add("json.internal");
        }
        if (rooms.contains("model")) {
            rooms.addAll(Set.of("model.condition", "model.limit"));
        }
        return Map.entry(room, rooms);
    }

    @Test
    void every_class_lives_in_a_room_that_is_listed() {
        classes()
                .should()
                .resideInAnyPackage(MAY_KNOW.keySet().stream().map(ROOT::concat).toArray(String[]::new))
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> a_room_knows_no_other_than_those_listed() {
        return new TreeMap<>(MAY_KNOW)
                .entrySet().stream()
                        .map(room -> dynamicTest(room.getKey(), () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + room.getKey())
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden(room.getKey(), room.getValue()))
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }

    @Test
    void no_room_knows_one_that_knows_it() {
        MAY_KNOW.forEach((room, known) -> assertThat(known).allSatisfy(other -> assertThat(MAY_KNOW.get(other))
                .as("what %s may know", other)
                .doesNotContain(room)));
    }

    @Test
    void junit_and_assertj_are_known_to_two_rooms_of_the_testkit_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.mcppolicy..")
                .and()
                .resideOutsideOfPackages(ROOT + "testkit.junit", ROOT + "testkit.contract")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..")
                .check(CLASSES);
    }

    private static String[] forbidden(String room, Set<String> known) {
        Set<String> module = MODULES.stream()
                .filter(firsts -> firsts.contains(first(room)))
                .findFirst()
                .orElseThrow();
        return MAY_KNOW.keySet().stream()
                .filter(other -> module.contains(first(other)))
                .filter(other -> !other.equals(room) && !known.contains(other) && !other.equals("internal.re2j"))
                .map(ROOT::concat)
                .toArray(String[]::new);
    }

    private static String first(String room) {
        return room.split("\\.", 2)[0];
    }

    @Test
    void a_room_has_about_thirty_files() {
        Map<String, Set<String>> files = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getSimpleName, Collectors.toCollection(TreeSet::new))));
        files.forEach((room, names) -> assertThat(names).as(room).hasSizeLessThanOrEqualTo(32));
    }
}
