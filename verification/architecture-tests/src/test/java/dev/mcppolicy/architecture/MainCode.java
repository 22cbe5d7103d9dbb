package dev.mcppolicy.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The descriptors of the published modules and the classes written for them, as found on the class path of this test. What
 * is built in from elsewhere, in {@code dev.mcppolicy.internal.re2j}, is not among the classes.
 */
final class MainCode {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(location -> !location.contains("/dev/mcppolicy/internal/re2j/"))
            .importPackages("dev.mcppolicy");

    static final Map<String, ModuleDescriptor> DESCRIPTORS = readDescriptors();

    private MainCode() {}

    private static Map<String, ModuleDescriptor> readDescriptors() {
        Map<String, ModuleDescriptor> descriptors = new HashMap<>();
        try {
            List<URL> files = Collections.list(MainCode.class.getClassLoader().getResources("module-info.class"));
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
