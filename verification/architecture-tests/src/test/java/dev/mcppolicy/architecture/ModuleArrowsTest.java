package dev.mcppolicy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static dev.mcppolicy.architecture.MainCode.CLASSES;
import static dev.mcppolicy.architecture.MainCode.DESCRIPTORS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The arrows between the published modules, held in their POMs, in their descriptors and in their classes. */
class ModuleArrowsTest {

    @ParameterizedTest
    @FieldSource("dev.mcppolicy.architecture.PublishedModule#ALL")
    void a_pom_names_only_modules_its_arrows_point_to(PublishedModule module) throws Exception {
        assertThat(scopeOfEachSiblingIn(module).keySet())
                .as("modules that %s depends on outside its tests", module.artifactId())
                .isSubsetOf(module.artifactIdsItMayKnow());
    }

    @ParameterizedTest
    @FieldSource("dev.mcppolicy.architecture.PublishedModule#ALL")
    void a_descriptor_requires_only_modules_its_arrows_point_to(PublishedModule module) {
        Set<String> siblings = requiredBy(module).stream()
                .filter(name -> name.startsWith("dev.mcppolicy."))
                .collect(Collectors.toSet());

        assertThat(siblings)
                .as("modules that %s requires", module.moduleName())
                .isSubsetOf(module.moduleNamesItMayKnow());
    }

    @Test
    void every_published_module_has_a_descriptor_and_its_arrows_written_here() {
        assertThat(DESCRIPTORS)
                .containsOnlyKeys(PublishedModule.ALL.stream()
                        .map(PublishedModule::moduleName)
                        .toArray(String[]::new));
    }

    @Test
    void the_core_requires_only_its_cache_and_annotations() {
        assertThat(requiredBy(PublishedModule.CORE))
                .isSubsetOf(
                        "java.base",
                        "com.github.benmanes.caffeine",
                        "org.jspecify",
                        "com.google.errorprone.annotations");
    }

    @Test
    void the_pattern_engine_is_known_to_the_operators_and_to_rooms_with_fixed_patterns() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.mcppolicy.operator",
                        "dev.mcppolicy.schema",
                        "dev.mcppolicy.format.document",
                        "dev.mcppolicy.format.reading",
                        "dev.mcppolicy.format.schema",
                        "dev.mcppolicy.cli.output")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mcppolicy.internal..")
                .check(CLASSES);
        classes()
                .that()
                .haveSimpleName("PatternTest")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mcppolicy.internal.re2j")
                .check(CLASSES);
    }

    @Test
    void what_is_internal_is_exported_to_siblings_by_name_at_most() {
        assertThat(DESCRIPTORS.values())
                .flatExtracting(ModuleDescriptor::exports)
                .filteredOn(exports -> exports.source().contains(".internal"))
                .allSatisfy(exports -> assertThat(exports.targets())
                        .isNotEmpty()
                        .allMatch(target -> target.startsWith("dev.mcppolicy.")));
    }

    @Test
    void the_testkit_works_without_the_adapter() throws Exception {
        assertThat(scopeOfEachSiblingIn(PublishedModule.TESTKIT)).containsEntry("policy-mcp-adapter", "optional");
        assertThat(descriptorOf(PublishedModule.TESTKIT).requires())
                .filteredOn(requires -> requires.name().equals(PublishedModule.MCP_ADAPTER.moduleName()))
                .allSatisfy(requires -> assertThat(requires.modifiers()).contains(Requires.Modifier.STATIC));
    }

    @Test
    void classes_follow_the_arrows_between_the_modules() {
        layers().layer("core")
                .definedBy(
                        "dev.mcppolicy.text..",
                        "dev.mcppolicy.json..",
                        "dev.mcppolicy.operator..",
                        "dev.mcppolicy.model..",
                        "dev.mcppolicy.schema..",
                        "dev.mcppolicy.tool..",
                        "dev.mcppolicy.counter..",
                        "dev.mcppolicy.decision..",
                        "dev.mcppolicy.approval..",
                        "dev.mcppolicy.engine..",
                        "dev.mcppolicy.audit..")
                .layer("dsl")
                .definedBy("dev.mcppolicy.dsl..", "dev.mcppolicy.format..")
                .layer("adapter")
                .definedBy("dev.mcppolicy.mcp..")
                .layer("testkit")
                .definedBy("dev.mcppolicy.testkit..")
                .layer("catalog")
                .definedBy("dev.mcppolicy.catalog..")
                .layer("cli")
                .definedBy("dev.mcppolicy.cli..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("dsl")
                .mayOnlyAccessLayers("core")
                .whereLayer("adapter")
                .mayOnlyAccessLayers("core")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("core", "dsl", "adapter")
                .whereLayer("catalog")
                .mayOnlyAccessLayers("core", "dsl", "testkit")
                .whereLayer("cli")
                .mayOnlyAccessLayers("core", "dsl", "testkit", "catalog")
                .check(CLASSES);
    }

    /** Layers in which only what lies in one of them counts, and none may be empty. */
    private static LayeredArchitecture layers() {
        return layeredArchitecture().consideringOnlyDependenciesInLayers();
    }

    private static Set<String> requiredBy(PublishedModule module) {
        return descriptorOf(module).requires().stream().map(Requires::name).collect(Collectors.toSet());
    }

    private static ModuleDescriptor descriptorOf(PublishedModule module) {
        assertThat(DESCRIPTORS).containsKey(module.moduleName());
        return DESCRIPTORS.get(module.moduleName());
    }

    /** The scope of each of our own modules that a POM depends on, "optional" where it says so; tests left out. */
    private static Map<String, String> scopeOfEachSiblingIn(PublishedModule module) throws Exception {
        Path pom = Path.of("..", "..", module.artifactId(), "pom.xml");
        NodeList dependencies = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getElementsByTagName("dependency");

        Map<String, String> scopes = new HashMap<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String scope = textOf(dependency, "optional", "").equals("true")
                    ? "optional"
                    : textOf(dependency, "scope", "compile");
            if (textOf(dependency, "groupId", "").equals("dev.mcppolicy") && !scope.equals("test")) {
                scopes.put(textOf(dependency, "artifactId", ""), scope);
            }
        }
        return scopes;
    }

    private static String textOf(Element parent, String child, String otherwise) {
        NodeList found = parent.getElementsByTagName(child);
        return found.getLength() == 0
                ? otherwise
                : found.item(0).getTextContent().trim();
    }
}
