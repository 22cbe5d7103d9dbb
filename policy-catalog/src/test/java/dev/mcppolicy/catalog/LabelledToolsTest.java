package dev.mcppolicy.catalog;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.catalog.LabelledTools.Label;
import dev.mcppolicy.catalog.LabelledTools.Listed;
import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The labelled tools are what {@code labelled/README.md} says of them. */
class LabelledToolsTest {
    private static final Set<String> CLASSES =
            Set.of("Read", "Write", "Execute", "Destructive", "Financial", "Unknown");
    private static final Set<String> COMMON_VERBS =
            words("add create delete edit fetch find get list query read remove search send set update write");
    private static final Set<String> LOOKING = words("describe fetch find get list query read retrieve search show");

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    @ParameterizedTest
    @EnumSource
    void the_tools_that_were_drawn_have_one_label_each_and_no_other_has(LabelledTools part) {
        assertThat(part.labels())
                .extracting(Label::key)
                .containsExactlyElementsOf(part.listed().stream()
                        .filter(Listed::isDrawn)
                        .map(tool -> tool.server() + "/" + tool.tool())
                        .toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void a_label_says_a_class_of_the_guide_and_why_where_it_is_doubtful(LabelledTools part) {
        assertThat(part.labels()).allSatisfy(label -> {
            assertThat(label.riskClass()).isIn(CLASSES);
            assertThat(label.why()).as("why of %s", label.key()).isNotBlank();
            assertThat(label.doubtful())
                    .as("doubt on %s", label.key())
                    .isEqualTo(!label.why().equals("-"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_definitions_that_are_kept_are_those_listed_or_those_drawn_in_the_order_of_the_listing(LabelledTools part) {
        Map<String, List<Listed>> listed = byServer(part);
        for (Map<String, String> server : part.servers()) {
            String name = LabelledTools.cell(server, "server");
            boolean whole = LabelledTools.cell(server, "kept").equals("all");
            List<Listed> tools = listed.getOrDefault(name, List.of());

            assertThat(tools)
                    .as("tools that %s listed", name)
                    .hasSize(Integer.parseInt(LabelledTools.cell(server, "listed")));
            assertThat(part.definitions(name).definitions())
                    .as("definitions of %s", name)
                    .extracting(ToolDefinition::name)
                    .containsExactlyElementsOf(tools.stream()
                            .filter(tool -> whole || tool.isDrawn())
                            .map(Listed::tool)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_files_of_a_part_are_those_of_its_servers(LabelledTools part) throws IOException {
        Set<String> servers = new TreeSet<>();
        part.servers().forEach(row -> servers.add(LabelledTools.cell(row, "server")));

        assertThat(byServer(part).keySet()).isEqualTo(servers);
        try (Stream<Path> files = Files.list(part.folderOfDefinitions())) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> file.endsWith(".tools.json")))
                    .containsExactlyInAnyOrderElementsOf(
                            servers.stream().map(name -> name + ".tools.json").toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_tools_are_drawn_by_the_rule(LabelledTools part) {
        byServer(part).forEach((server, tools) -> {
            assertThat(tools)
                    .extracting(Listed::place)
                    .containsExactlyElementsOf(
                            IntStream.range(0, tools.size()).boxed().toList());
            assertThat(tools)
                    .as("how the tools of %s were drawn", server)
                    .extracting(Listed::drawn)
                    .containsExactlyElementsOf(
                            drawn(tools.stream().map(Listed::tool).toList(), part == LabelledTools.HELD_OUT));
        });
    }

    private static List<String> drawn(List<String> tools, boolean alsoActing) {
        List<Integer> places = IntStream.range(0, tools.size()).boxed().toList();
        String[] drawn = new String[tools.size()];
        Arrays.fill(drawn, "-");
        even(places, 8).forEach(place -> drawn[place] = "even");
        even(undrawnWithout(COMMON_VERBS, tools, drawn), 3).forEach(place -> drawn[place] = "rare");
        if (alsoActing) {
            even(undrawnWithout(LOOKING, tools, drawn), 6).forEach(place -> drawn[place] = "acting");
        }
        return List.of(drawn);
    }

    private static List<Integer> undrawnWithout(Set<String> words, List<String> tools, String[] drawn) {
        return IntStream.range(0, tools.size())
                .filter(place ->
                        drawn[place].equals("-") && wordsIn(tools.get(place)).noneMatch(words::contains))
                .boxed()
                .toList();
    }

    private static Stream<String> wordsIn(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> word.toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> even(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        return IntStream.range(0, most)
                .mapToObj(step -> all.get((2 * step + 1) * all.size() / (2 * most)))
                .toList();
    }

    @Test
    void the_servers_are_held_out_by_the_rule() {
        Map<String, String> packages = new LinkedHashMap<>();
        Map<String, List<Listed>> tools = new LinkedHashMap<>();
        for (LabelledTools part : LabelledTools.values()) {
            part.servers()
                    .forEach(
                            row -> packages.put(LabelledTools.cell(row, "server"), LabelledTools.cell(row, "package")));
            tools.putAll(byServer(part));
        }
        List<String> order = packages.keySet().stream()
                .filter(server ->
                        !Set.of("filesystem", "memory", "playwright", "github").contains(server))
                .sorted(Comparator.comparing(server -> sha256(packages.getOrDefault(server, ""))))
                .toList();
        List<String> heldOut = new ArrayList<>(List.of("xero"));
        long drawn = 0;
        for (String server : order) {
            if (drawn < 60) {
                heldOut.add(server);
                drawn +=
                        drawn(
                                        tools.getOrDefault(server, List.of()).stream()
                                                .map(Listed::tool)
                                                .toList(),
                                        false)
                                .stream()
                                .filter(how -> !how.equals("-"))
                                .count();
            }
        }

        assertThat(byServer(LabelledTools.HELD_OUT).keySet()).containsExactlyInAnyOrderElementsOf(heldOut);
    }

    @Test
    void no_server_is_in_both_parts_and_each_is_under_a_permissive_licence() {
        Set<String> open = new HashSet<>(byServer(LabelledTools.OPEN).keySet());
        open.retainAll(byServer(LabelledTools.HELD_OUT).keySet());

        assertThat(open).isEmpty();
        assertThat(TabbedTable.read(LabelledTools.FOLDER.resolve("servers.tsv")).rows())
                .extracting(row -> row.get("licence"))
                .isSubsetOf("MIT", "Apache-2.0", "ISC");
    }

    @Test
    void the_set_is_large_enough_to_tell_one_scorer_from_another() {
        assertThat(LabelledTools.OPEN.labels()).hasSizeGreaterThanOrEqualTo(140);
        assertThat(LabelledTools.HELD_OUT.labels()).hasSizeGreaterThanOrEqualTo(60);
        for (LabelledTools part : LabelledTools.values()) {
            assertThat(part.labels().stream().collect(groupingBy(Label::riskClass, Collectors.counting())))
                    .as("labels of %s", part)
                    .containsKeys("Read", "Write", "Execute", "Destructive", "Financial")
                    .allSatisfy((riskClass, count) ->
                            assertThat(count).as(riskClass).isGreaterThanOrEqualTo(6));
        }
    }

    @Test
    void the_labels_given_again_are_of_the_thirty_tools_that_the_rule_draws() {
        List<Label> all = Arrays.stream(LabelledTools.values())
                .map(LabelledTools::labels)
                .flatMap(Collection::stream)
                .toList();

        assertThat(LabelledTools.labels(LabelledTools.FOLDER.resolve("again.tsv")))
                .extracting(Label::key)
                .containsExactlyElementsOf(all.stream()
                        .map(Label::key)
                        .sorted(Comparator.comparing(key -> sha256("again " + key)))
                        .limit(30)
                        .toList());
    }

    @Test
    void a_tool_that_got_another_label_the_second_time_is_doubtful() {
        Map<String, Label> first = Arrays.stream(LabelledTools.values())
                .map(LabelledTools::labels)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(Label::key, label -> label));

        assertThat(LabelledTools.labels(LabelledTools.FOLDER.resolve("again.tsv")))
                .filteredOn(again -> !saysTheSame(again, first.get(again.key())))
                .hasSizeLessThanOrEqualTo(3)
                .allSatisfy(again -> assertThat(first.get(again.key()).doubtful())
                        .as(again.key())
                        .isTrue());
    }

    private static boolean saysTheSame(Label one, Label other) {
        return one.riskClass().equals(other.riskClass())
                && one.readsPrivateData() == other.readsPrivateData()
                && one.takesInUntrustedContent() == other.takesInUntrustedContent()
                && one.sendsOutside() == other.sendsOutside();
    }

    private static Map<String, List<Listed>> byServer(LabelledTools part) {
        return part.listed().stream().collect(groupingBy(Listed::server, LinkedHashMap::new, Collectors.toList()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
