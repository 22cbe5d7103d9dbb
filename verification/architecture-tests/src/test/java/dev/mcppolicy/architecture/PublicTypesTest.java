package dev.mcppolicy.architecture;

import static dev.mcppolicy.architecture.MainCode.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The public types, against the page that lists them by who needs them. */
class PublicTypesTest {
    private static final Path PAGE = Path.of("../../docs/api.md");
    private static final String AUTHOR = "The author of a server";
    private static final Pattern ROW = Pattern.compile("\\| `(dev\\.mcppolicy[a-z0-9.]*)` \\| (.*) \\|");
    private static final Pattern TYPE = Pattern.compile("`(\\w+)`");

    /** The types of each part of the page, by its heading. */
    private static Map<String, List<String>> listed() throws IOException {
        Map<String, List<String>> listed = new LinkedHashMap<>();
        String part = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                part = line.substring(3);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> types = listed.computeIfAbsent(part, any -> new ArrayList<>());
                TYPE.matcher(row.group(2)).results().forEach(type -> types.add(row.group(1) + "." + type.group(1)));
            }
        }
        return listed;
    }

    private static Set<String> exported() {
        return MainCode.DESCRIPTORS.values().stream()
                .flatMap(descriptor -> descriptor.exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    @Test
    void every_public_type_is_listed_once_by_who_needs_it() throws IOException {
        Set<String> exported = exported();
        List<String> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && exported.contains(type.getPackageName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .toList();

        assertThat(types).hasSizeGreaterThan(100);
        assertThat(listed().values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void the_author_of_a_server_meets_fewer_than_sixty() throws IOException {
        assertThat(listed().get(AUTHOR)).hasSizeBetween(30, 59);
    }
}
