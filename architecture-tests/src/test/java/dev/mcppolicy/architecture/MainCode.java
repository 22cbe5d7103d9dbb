package dev.mcppolicy.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The published modules and what they were compiled to, as found on the class path of this test. */
final class MainCode {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.mcppolicy");

    static final Map<String, ModuleDescriptor> DESCRIPTORS = readDescriptors();

    private MainCode() {}

    /** The published modules; each names the modules it may know. */
    enum PublishedModule {
        CORE("policy-core", "dev.mcppolicy.core"),
        DSL("policy-dsl", "dev.mcppolicy.dsl", CORE),
        MCP_ADAPTER("policy-mcp-adapter", "dev.mcppolicy.mcp", CORE),
        TESTKIT("policy-testkit", "dev.mcppolicy.testkit", CORE, DSL, MCP_ADAPTER),
        CLI("policy-cli", "dev.mcppolicy.cli", CORE, DSL, TESTKIT);

        private final String artifactId;
        private final String moduleName;
        private final List<PublishedModule> mayKnow;

        PublishedModule(String artifactId, String moduleName, PublishedModule... mayKnow) {
            this.artifactId = artifactId;
            this.moduleName = moduleName;
            this.mayKnow = List.of(mayKnow);
        }

        String artifactId() {
            return artifactId;
        }

        String moduleName() {
            return moduleName;
        }

        Set<String> artifactIdsItMayKnow() {
            return mayKnow.stream().map(PublishedModule::artifactId).collect(Collectors.toSet());
        }

        Set<String> moduleNamesItMayKnow() {
            return mayKnow.stream().map(PublishedModule::moduleName).collect(Collectors.toSet());
        }
    }

    private static Map<String, ModuleDescriptor> readDescriptors() {
        Map<String, ModuleDescriptor> descriptors = new HashMap<>();
        try {
            List<URL> files =
                    Collections.list(MainCode.class.getClassLoader().getResources("module-info.class"));
            for (URL file : files) {
                try (InputStream bytes = file.openStream()) {
                    ModuleDescriptor descriptor = ModuleDescriptor.read(bytes);
                    if (descriptor.name().startsWith("dev.mcppolicy.")) {
                        descriptors.put(descriptor.name(), descriptor);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(descriptors);
    }
}
